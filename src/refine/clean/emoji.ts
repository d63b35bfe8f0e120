/** remove: gone · keep: untouched · name: replaced by a Korean word between colons. */
export type EmojiPolicy = "remove" | "keep" | "name";

/** Emoji sequences as UTS #51 builds them: base, modifiers, joiners, flags, keycaps; and the hearts and faces of older fonts. */
const emoji =
  /(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u2639\u263A\u2661\u2665\u2764])(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}){0,12}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/gu;

const names: Readonly<Record<string, string>> = {
  웃음: "😀😃😄😁😆😅😂🤣🙂😊😇☺😉😌😋😛😜🤪😝😎🤗😺😸😹",
  사랑: "😍🥰😘😗😙😚😻💕💖💗💘💝💞💓💌🫶",
  하트: "❤♥♡🧡💛💚💙💜🖤🤍🤎💟",
  눈물: "😢😭🥲😿🥹😥",
  슬픔: "☹🙁😞😔😟😕😣😖😩😫💔",
  화남: "😠😡🤬👿😤💢",
  놀람: "😮😯😲😳🤯😱🙀😨😧😦",
  생각: "🤔🧐🤨",
  피곤: "😪😴🥱💤",
  아픔: "🤢🤮🤧🤒🤕😷",
  최고: "👍👌💯🙌👏🏆🥇",
  별로: "👎",
  부탁: "🙏🤲",
  축하: "🎉🎊🎁🎂🥳",
  불: "🔥",
  별: "⭐🌟✨💫",
};
const nameOf = new Map(
  Object.entries(names).flatMap(([name, signs]) => [...signs].map((sign) => [sign, name] as const)),
);

/** Applies the policy. "오늘 최고👍🏻" → "오늘 최고", "오늘 최고👍🏻" or "오늘 최고 :최고:". Emoji without a name of ours become `:그림:`. */
export function treatEmoji(text: string, policy: EmojiPolicy): string {
  if (policy === "keep") return text;
  if (policy === "remove") return text.replace(emoji, " ");
  return text.replace(emoji, (sign) => ` :${nameOf.get(String.fromCodePoint(sign.codePointAt(0) ?? 0)) ?? "그림"}: `);
}
