/** Codes of the emoji that teams use most, each before its sign. */
const table = `
  smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂 rolling_on_the_floor_laughing 🤣
  slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 smiling_face_with_3_hearts 🥰
  kissing_heart 😘 yum 😋 stuck_out_tongue 😛 zany_face 🤪 hugging_face 🤗 thinking_face 🤔 neutral_face 😐 expressionless 😑
  no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷
  sunglasses 😎 nerd_face 🤓 confused 😕 worried 😟 slightly_frowning_face 🙁 white_frowning_face ☹️ open_mouth 😮 astonished 😲
  flushed 😳 pleading_face 🥺 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫 yawning_face 🥱 triumph 😤
  rage 😡 angry 😠 exploding_head 🤯 partying_face 🥳 melting_face 🫠 saluting_face 🫡 skull 💀 hankey 💩 poop 💩 ghost 👻
  robot_face 🤖 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍
  broken_heart 💔 sparkling_heart 💖 heartpulse 💗 100 💯 anger 💢 boom 💥 sparkles ✨ star ⭐ star2 🌟 fire 🔥 tada 🎉
  confetti_ball 🎊 gift 🎁 birthday 🎂 trophy 🏆 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 raised_hands 🙌 pray 🙏
  muscle 💪 wave 👋 point_up ☝️ point_right 👉 point_left 👈 point_up_2 👆 point_down 👇 v ✌️ crossed_fingers 🤞 handshake 🤝 fist 👊
  facepunch 👊 bow 🙇 man-bowing 🙇 woman-bowing 🙇 eyes 👀 brain 🧠 rocket 🚀 bug 🐛 warning ⚠️ x ❌ white_check_mark ✅
  heavy_check_mark ✔️ question ❓ exclamation ❗ bulb 💡 memo 📝 calendar 📆 hourglass ⌛ coffee ☕ beer 🍺 beers 🍻 pizza 🍕
  sunny ☀️ rainbow 🌈 zap ⚡ snowflake ❄️ chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 lock 🔒 key 🔑 link 🔗
  pushpin 📌 rotating_light 🚨 construction 🚧 checkered_flag 🏁 kr 🇰🇷 man-shrugging 🤷 woman-shrugging 🤷 shrug 🤷 facepalm 🤦
`;

const parts = table.trim().split(/\s+/);
const signs = new Map(
  parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""] as const] : [])),
);

/** `좋아요 :+1::skin-tone-2:` → `좋아요 👍`. A team's own emoji have no sign and keep their code. */
export function emojiSigns(text: string): string {
  return text
    .replaceAll(/:skin-tone-[2-6]:/g, "")
    .replaceAll(/:([a-z0-9_+-]{1,60}):/g, (code, name: string) => signs.get(name) ?? code);
}
