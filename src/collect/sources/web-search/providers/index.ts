import type { SearchProvider } from "../provider.ts";
import { brave } from "./brave.ts";
import { google } from "./google.ts";
import { kakao } from "./kakao.ts";
import { naver } from "./naver.ts";
import { searxng } from "./searxng.ts";

/** Every provider; the first is asked when nobody chooses. */
export const providers: readonly SearchProvider[] = [naver, kakao, searxng, brave, google];

/** The provider that options choose. */
export function providerOf(set: Readonly<Record<string, string>>): SearchProvider {
  return providers.find(({ id }) => id === set.provider) ?? naver;
}
