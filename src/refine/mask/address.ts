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

/**
 * Street and lot addresses down to a unit, the form of 도로명주소법: road, number, building, flat.
 * "서울특별시 강남구 테헤란로 123, 101동 1203호". Addresses without a unit stay: they name a building, not a home.
 */
export function findAddresses(text: string): Span[] {
  return text.includes("호") ? spansOf(text, pattern) : [];
}
