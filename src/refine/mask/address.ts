import { type Span, spansOf } from "./kinds.ts";

const region =
  "(?:[가-힣]{2,8}(?:특별자치시|특별자치도|특별시|광역시|시|도|군|구|읍|면|동|리|서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\\s|(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\\s){0,4}";
const street = "[가-힣A-Za-z0-9]{1,12}(?:로|길)\\s?\\d{1,4}(?:-\\d{1,4})?(?:번?길\\s?\\d{1,4}(?:-\\d{1,4})?)?";
const lot = "[가-힣0-9]{1,8}(?:동|리|가)\\s(?:산\\s?)?\\d{1,4}(?:-\\d{1,4})?(?:번지)?";
const building = "(?:\\([^()\\n]{1,30}\\)[,\\s]{0,2})?(?:[가-힣A-Za-z0-9]{2,15}[,\\s]{1,2}){0,2}";
const unit = "(?:\\d{1,4}동[,\\s]{0,2})?(?:(?:지하|B)?\\s?\\d{1,3}층[,\\s]{0,2})?(?:지하|B)?\\d{1,5}호";
const pattern = new RegExp(
  `(?<![가-힣A-Za-z0-9])${region}(?:${street}|${lot})[,\\s]{1,2}${building}${unit}(?![가-힣]{0,1}선)`,
  "g",
);

/** Flats of housing estates, whose name is the address: "나루마을아파트 203-1104", "솔숲자이 101동 1203호". */
const estate =
  "(?:아파트|아파트단지|APT|apt|빌라|맨션|오피스텔|연립|타운|하이츠|팰리스|캐슬|자이|래미안|푸르지오|힐스테이트|아이파크|더샵|주공|e편한세상)";
const flat = new RegExp(
  `(?<![가-힣A-Za-z0-9])${region}(?:[가-힣A-Za-z0-9]{1,12}\\s?)?${estate}(?:\\s?\\d{1,2}(?:단지|차))?[,\\s]{1,2}(?:\\d{1,4}\\s?동[,\\s]{0,2}\\d{1,4}\\s?호|\\d{3,4}\\s?[-–]\\s?\\d{3,4}(?!\\d|[-–]\\d|\\s?(?:억|만|천|원|층|년|평|세대|가구|차|단지|번지|㎡|m)))`,
  "g",
);

/**
 * Street and lot addresses down to a unit, the form of 도로명주소법: road, number, building, flat.
 * "서울특별시 강남구 테헤란로 123, 101동 1203호". Addresses without a unit stay: they name a building, not a home.
 */
export function findAddresses(text: string): Span[] {
  const streets = text.includes("호") ? spansOf(text, pattern) : [];
  return [...streets, ...spansOf(text, flat, ([found]) => found !== "")];
}
