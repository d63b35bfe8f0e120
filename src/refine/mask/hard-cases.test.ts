import { expect, it } from "vitest";
import { maskText } from "./mask-text.ts";

/** Made-up values; what stands in 「」 is to be masked, with the kind before it. */
const positives = `
phone 문의는 「010–1234–5678」 로
phone 문의는 「010·1234·5678」 번
phone 연락처 「010/1234/5678」 입니다
phone 「010 - 1234 - 5678」 로 주세요
phone 전화「010-1234-5678」바랍니다
phone ☎「010.1234.5678」
phone 「(010) 1234-5678」
phone 「+82 (0)10-1234-5678」
phone 「+82-2-1234-5678」 대표
phone H.P 「011 234 5678」
phone 「02 – 123 – 4567」 오후에
phone 「031)123-4567」
phone 「(064)123-4567」
phone 「070 7123 4567」
phone 「0502-1234-5678」
phone 번호는「01012345678」이에요
phone 「016·234·5678」
phone 010 대신 「019-234-5678」
phone 문자 「010—1234—5678」
phone tel.「02.1234.5678」
phone 「051-123-4567」, 「051-123-4568」
phone 「８２－１０－１２３４－５６７８」
email 「hong @ naver.com」 으로
email 「hong(at)naver(dot)com」
email 「hong[at]naver[dot]com」
email 「hong (at) naver.com」
email 「hong골뱅이naver.com」
email 「hong@나루.한국」
email 「hong@강마을.com」
email 「hong.gil+1@mail.river.co.kr」
email 「hong at naver dot com」
email 「hong@river.museum」에
email 메일:「gil_dong-1@river.io」
email 「hong{at}river{dot}co{dot}kr」
email 「hong(골뱅이)river.kr」
card 「4111.1111.1111.1111」 결제
card 「4111–1111–1111–1111」
card 「4111 - 1111 - 1111 - 1111」
card 「5555555555554444」
card 「3782-822463-10005」
account 신한 「110 123 456789」 나루
account 신한은행 「110-123-456789」
account 농협 「302 1234 5678 91」
account 카카오뱅크 「3333-01-1234567」
account 국민 「123456-04-123456」 김사공
account 하나은행 「123 910345 67807」
account 기업은행 「010-123456-01-012」
account 우리은행 예금주 김사공 「1002123456789」
account 입금계좌 「1002–123–456789」
account 계좌번호 : 「351 0123 4567 83」
account 토스뱅크 「1000-1234-5678」
account 새마을금고 「9002-1234-5678-9」
account 「110-123-456789」 통장으로
residentNumber 주민번호 「900101 - 1234568」
residentNumber 「900101–1234568」
residentNumber 「900101·1234568」
residentNumber 「9001011234568」 입니다
residentNumber 「201105-3123456」
address 「강마을아파트 203-1104」
address 「솔숲자이 101동 1203호」 로
address 「서울 마포구 합정동 12, 3호」
address 「서울 강남구 테헤란로 12, 3호」
address 「부산 해운대구 달맞이길 7-3 나루빌라 102동 504호」
address 「경기 성남시 분당구 강마을 아파트 1203-504」
plate 「12가 3456」 차주
plate 「서울32바1234」
passport 여권번호 「M123A4567」
`
  .trim()
  .split("\n");

const lookAlikes = `
1588-1234 로 전화하세요
1577-0000
2024–03–05 발표
2024/03/05 14:20
2024·03·05
02/12/2024
010 버전의 설명서 1234쪽
버전 10.1234.5678.1
ISBN 978-89-1234-567-8
모델명 010-1234-5678-9
주문번호 2024031500123456
송장 1234-5678-9012
운송장 번호 612345678901
1,234,567,890원
12,345,678명
0.0101234567
3.14159265358979
192.168.10.20
192.168.010.001:8080
사업자등록번호 123-45-67890
통신판매업 제2024-서울강남-01234호
특허 제10-1234567호
KS X 1001:2004
기업 2024 1234 5678 사업계획
기업 1234567890개
하나 2024-03-05 둘
우리 2023 매출 1234567890원
국민 2024-03-05 발표
국민 100000명 조사
산업 2024-2030 계획
부산 051 지역번호
대구 2024 03 05 12 행사
제주 1234 5678 9012 코드
광주 010 번호
신한 2024-03-05 10:20 공지
4111-1111-1111-1112
1234 5678 9012 3456
900101-1234567
20240305-1234567
아파트 203-204세대
아파트 120-130㎡
아파트 300-400만 원
아파트 2020-2021년 분양
테헤란로 123 앞에서
기차로 30분, 3호선
2호 태풍과 3호 태풍
12, 3호 태풍
제12호, 13호
101호 1234
15조 3000억
2023년 1234건
@hong 과 a@b
meet me at naver dot 7
look at river dot
가격 @ 1000원
@media (max-width: 100px)
hong@
오후 2:30 @ 강나루
`
  .trim()
  .split("\n");

const split = (line: string) => {
  const [kind = "", ...rest] = line.split(" ");
  const written = rest.join(" ");
  return {
    kind,
    text: written.replace(/[「」]/g, ""),
    values: [...written.matchAll(/「([^」]+)」/g)].map(([, value]) => value ?? ""),
  };
};

it("finds personal data however it is written", () => {
  expect(positives.length).toBeGreaterThanOrEqual(60);
  const missed = positives.filter((line) => {
    const { kind, text, values } = split(line);
    const masked = maskText(text);
    return Object.keys(masked.counts).join() !== kind || values.some((value) => masked.text.includes(value));
  });
  expect(missed).toEqual([]);
});

it("leaves what looks like it", () => {
  expect(lookAlikes.length).toBeGreaterThanOrEqual(50);
  expect(lookAlikes.filter((line) => maskText(line).text !== line)).toEqual([]);
});
