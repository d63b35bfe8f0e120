import { describe, expect, it } from "vitest";
import { passesLuhn } from "./card.ts";
import { maskText } from "./mask-text.ts";
import { isResidentNumber } from "./resident-number.ts";

const masked = (text: string) => maskText(text).text;

describe("maskText", () => {
  it.each([
    "010-1234-5678",
    "01012345678",
    "010 1234 5678",
    "010.1234.5678",
    "011-234-5678",
    "+82 10-1234-5678",
    "+82-10-1234-5678",
    "821012345678",
    "02-123-4567",
    "(02) 1234-5678",
    "031-123-4567",
    "070-1234-5678",
    "0504-1234-5678",
    "０１０－１２３４－５６７８",
  ])("masks the telephone number %s", (number) => {
    expect(maskText(`문의는 ${number} 로 주세요`)).toEqual({
      text: "문의는 [전화번호] 로 주세요",
      counts: { phone: 1 },
    });
  });

  it.each([
    "1588-1234",
    "2024-03-05",
    "2024-03-05 14:20",
    "1,234,567원",
    "0.0101234567",
    "123-456",
    "ISBN 978-89-1234-567-8",
    "20240305142000",
    "192.168.010.001",
  ])("leaves %s alone", (text) => {
    expect(maskText(text)).toEqual({ text, counts: {} });
  });

  it("masks e-mail addresses, disguised ones too", () => {
    expect(maskText("제보 hong.gil-dong+a@mail.example.co.kr, kim(at)naver.com 또는 lee골뱅이daum.net")).toEqual({
      text: "제보 [이메일], [이메일] 또는 [이메일]",
      counts: { email: 3 },
    });
    expect(masked("@hong 과 a@b")).toBe("@hong 과 a@b");
  });

  it("masks resident numbers whose check digit is right", () => {
    expect(maskText("900101-1234568 과 9001011234568")).toEqual({
      text: "[주민등록번호] 과 [주민등록번호]",
      counts: { residentNumber: 2 },
    });
    expect(masked("900101-1234567")).toBe("900101-1234567");
    expect(masked("991301-1234568")).toBe("991301-1234568");
    expect(isResidentNumber("2011013123456")).toBe(true);
    expect(isResidentNumber("9001015234561")).toBe(true);
  });

  it("masks cards by their check digit", () => {
    expect(maskText("4111-1111-1111-1111, 4111 1111 1111 1111, 378282246310005")).toEqual({
      text: "[카드번호], [카드번호], [카드번호]",
      counts: { card: 3 },
    });
    expect(masked("4111-1111-1111-1112")).toBe("4111-1111-1111-1112");
    expect(passesLuhn("0000000000000000")).toBe(false);
  });

  it("masks accounts beside the name of a bank or the word", () => {
    expect(
      maskText("국민은행 123456-04-123456 홍길동 / 카카오뱅크 3333-01-1234567 / 계좌번호: 1002-123-456789"),
    ).toEqual({
      text: "국민은행 [계좌번호] 홍길동 / 카카오뱅크 [계좌번호] / 계좌번호: [계좌번호]",
      counts: { account: 3 },
    });
    expect(masked("사례금은 110-123-456789 계좌로, 회비는 3333-01-1234567 통장에")).toBe(
      "사례금은 [계좌번호] 계좌로, 회비는 [계좌번호] 통장에",
    );
    expect(masked("국민 2024-03-05 발표, 2024-03-05 계좌 개설")).toBe("국민 2024-03-05 발표, 2024-03-05 계좌 개설");
  });

  it("masks passports behind the word alone", () => {
    expect(maskText("예전 여권 번호 M12345678 과 여권번호: M123A4567, 모델 M12345678")).toEqual({
      text: "예전 여권 번호 [여권번호] 과 여권번호: [여권번호], 모델 M12345678",
      counts: { passport: 2 },
    });
  });

  it("masks plates and leaves counts alone", () => {
    expect(maskText("12가3456, 123가 4567, 서울 32바1234 차주님")).toEqual({
      text: "[차량번호], [차량번호], [차량번호] 차주님",
      counts: { plate: 3 },
    });
    for (const text of ["15조 3000억", "101호 1234", "2023년 1234건", "30대 1234명", "12주 1000명"])
      expect(masked(text)).toBe(text);
  });

  it("masks addresses down to a unit", () => {
    expect(maskText("서울특별시 강남구 테헤란로 123, 101동 1203호 입니다")).toEqual({
      text: "[주소] 입니다",
      counts: { address: 1 },
    });
    expect(masked("보낼 곳은 경기도 성남시 분당구 판교역로 166 나루빌딩 3층 301호")).toBe("보낼 곳은 [주소]");
    expect(masked("서울 마포구 합정동 123-4 201호로")).toBe("[주소]로");
    expect(masked("부산 해운대구 달맞이길62번길 7-3, 나루아파트 102동 504호")).toBe("[주소]");
    for (const text of ["테헤란로 123 앞에서 만나요", "기차로 30분, 3호선", "2호 태풍이 북상 중"])
      expect(masked(text)).toBe(text);
  });

  it("counts every kind and masks no character twice", () => {
    const text = "홍길동 010-1234-5678 hong@a.kr 900101-1234568 12가3456";
    expect(maskText(text)).toEqual({
      text: "홍길동 [전화번호] [이메일] [주민등록번호] [차량번호]",
      counts: { phone: 1, email: 1, residentNumber: 1, plate: 1 },
    });
    const once = masked(text);
    expect(maskText(once)).toEqual({ text: once, counts: {} });
  });

  it("takes linear time on hostile text", () => {
    const start = performance.now();
    for (const text of [
      "1".repeat(500_000),
      "1-".repeat(300_000),
      "a".repeat(500_000),
      "a@".repeat(300_000),
      "010-".repeat(200_000),
      `${"강남로 1 ".repeat(100_000)}호`,
      `${"서울시 ".repeat(150_000)}1호`,
      `${"국민 ".repeat(200_000)}1`,
      "0 ".repeat(300_000),
      "010-1234-5678 ".repeat(30_000),
      "12가".repeat(200_000),
    ]) {
      maskText(text);
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
