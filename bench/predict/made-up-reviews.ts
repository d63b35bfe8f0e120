const openings = [
  "어제 가족과 함께",
  "오랜만에 친구랑",
  "비 오는 주말에",
  "퇴근하고 혼자서",
  "추천을 받아서",
  "별 기대 없이",
  "예고편만 보고",
  "두 번째로",
];
const matters = ["봤는데", "다녀왔는데", "주문했는데", "읽었는데", "써 봤는데", "들었는데", "먹었는데", "예약했는데"];
const subjects = ["이야기가", "배우들 연기가", "음악이", "직원분이", "포장이", "국물이", "화면이", "마무리가"];
const verdicts = [
  "정말 좋았어요ㅎㅎ",
  "기대보다 훨씬 낫네요!",
  "솔직히 많이 아쉬웠습니다...",
  "너무 지루해서 혼났다;;",
  "말이 필요 없을 만큼 훌륭함",
  "돈이 아까울 정도였어요ㅠㅠ",
  "그럭저럭 볼 만했다",
  "다시는 안 찾을 것 같네요",
];
const endings = [
  "",
  " 또 오고 싶어요",
  " 추천!",
  " 비추합니다",
  " 별점 10점",
  " 참고하세요~",
  " ㅋㅋㅋㅋ",
  " 다음 편이 기다려진다",
];

/** Reviews put together from phrases, all different in their mix, the same each time. */
export function madeUpReviews(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const pick = (list: readonly string[], step: number) => list[Math.floor(i / step) % list.length] ?? "";
    const first = `${pick(openings, 1)} ${pick(matters, 8)} ${pick(subjects, 64)} ${pick(verdicts, 512)}${pick(endings, 4096)}`;
    return i % 5 === 0 ? `${i + 1}번째 후기. ${first}` : first;
  });
}
