import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { sourcesQuery } from "../../api/insight-queries.ts";
import { useText } from "../../i18n/use-text.ts";

export type ValueNames = (facet: string, value: string) => string;

/** What a facet's stored value is called in the language in force. */
export function useValueNames(): ValueNames {
  const { t, language } = useText();
  const sources = useQuery(sourcesQuery).data?.items;
  return useCallback(
    (facet, value) => {
      if (facet === "sentiment" && (value === "positive" || value === "negative" || value === "neutral")) {
        return t(`sentiment.${value}`);
      }
      if (facet === "sentiment") return t("sentiment.none");
      if (facet === "host" && value === "none") return t("host.none");
      if (facet === "grade") return gradeName(Number(value), t);
      if (facet === "source") return sources?.find((one) => one.id === value)?.name[language] ?? value;
      if (facet === "language") return languageName(value, language) ?? t("language.unknown");
      return value;
    },
    [t, language, sources],
  );
}

function gradeName(grade: number, t: ReturnType<typeof useText>["t"]): string {
  const medal = grade <= 3 ? "medal.bronze" : grade <= 6 ? "medal.silver" : "medal.gold";
  return t("grade.name", { grade, medal: t(medal) });
}

export function languageName(tag: string, language: string): string | undefined {
  try {
    if (tag === "und" || tag === "none") return undefined;
    return new Intl.DisplayNames([language], { type: "language" }).of(tag);
  } catch {
    // Pages declare all sorts of things; what is no language tag is shown as unknown.
    return undefined;
  }
}
