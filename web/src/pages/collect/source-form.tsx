import { Button, NativeSelect, NumberInput, Skeleton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { sourcesQuery } from "../../api/source-queries.ts";
import type { SourceView } from "../../api/types.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import type { MessageId } from "../../i18n/en/index.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import { optionValues } from "./option-values.ts";
import { emptySourceDraft, readSourceDraft, type SourceDraft } from "./source-draft.ts";
import { SourceFacts } from "./source-facts.tsx";
import { useStartCollection } from "./use-start-collection.ts";

/** Asks one source by its API; what it needs and allows stands beside it. */
export function SourceForm({ chosen }: { chosen: string | undefined }) {
  const { t, language } = useText();
  const query = useQuery(sourcesQuery);
  const navigate = useNavigate();
  const [draft, setDraft] = useState<SourceDraft>(emptySourceDraft);
  const [errors, setErrors] = useState<Partial<Record<"query" | "maxResults", MessageId>>>({});
  const start = useStartCollection();
  if (query.error !== null) return <ProblemNotice error={query.error} />;
  if (query.data === undefined) return <Skeleton height={320} />;
  const askable = query.data.items.filter((one) => one.way !== "import" && one.asks !== "urls");
  const source =
    askable.find(({ id }) => id === chosen) ??
    askable.find(({ ready, asks }) => ready && asks === "query") ??
    askable.find(({ asks }) => asks === "query");
  if (source === undefined) return <p className={styles.none}>{t("ask.none")}</p>;

  const change = (part: Partial<SourceDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in part))));
  };
  const error = (field: "query" | "maxResults") => (errors[field] === undefined ? undefined : t(errors[field]));
  return (
    <form
      className={styles.form}
      noValidate
      aria-label={t("ask.label")}
      onSubmit={(event) => {
        event.preventDefault();
        const read = readSourceDraft(draft, source);
        if ("request" in read) start.mutate(read.request);
        else setErrors(read.errors);
      }}
    >
      <NativeSelect
        label={t("ask.which")}
        value={source.id}
        onChange={(event) => {
          start.reset();
          void navigate({ to: "/collect", search: { ask: event.currentTarget.value }, resetScroll: false });
        }}
        data={askable.map((one) => ({ value: one.id, label: one.name[language] }))}
      />
      <SourceFacts source={source} />
      {source.asks === "query" || source.options.length > 0 ? (
        <TextInput
          label={t("ask.query")}
          description={t("ask.query.hint")}
          placeholder="스위스, 독일"
          value={draft.query}
          error={error("query")}
          onChange={(event) => change({ query: event.currentTarget.value })}
        />
      ) : null}
      <div className={styles.pair}>
        <NumberInput
          label={t("ask.maxResults")}
          description={t("ask.maxResults.hint")}
          value={draft.maxResults}
          error={error("maxResults")}
          allowDecimal={false}
          thousandSeparator=","
          step={100}
          onChange={(value) => change({ maxResults: typeof value === "number" ? value : "" })}
        />
        <TextInput
          type="date"
          label={t("ask.since")}
          description={t("ask.since.hint")}
          value={draft.since}
          onChange={(event) => change({ since: event.currentTarget.value })}
        />
      </div>
      {source.options.length === 0 ? null : (
        <details className={styles.advanced} open={source.asks === "none"}>
          <summary>{t("form.advanced")}</summary>
          <div className={styles.options}>
            {source.options.map((option) => (
              <OptionField
                key={`${source.id} ${option.name}`}
                option={option}
                value={draft.set[`${source.id} ${option.name}`] ?? option.default ?? ""}
                onChange={(value) => change({ set: { ...draft.set, [`${source.id} ${option.name}`]: value } })}
              />
            ))}
          </div>
        </details>
      )}
      {start.error === null ? null : <ProblemNotice error={start.error} />}
      <Button type="submit" loading={start.isPending} disabled={!source.ready}>
        {t("ask.start")}
      </Button>
      <p className={styles.promise}>
        {t("ask.promise")} <Link to="/sources">{t("ask.all")}</Link>
      </p>
    </form>
  );
}

function OptionField({
  option,
  value,
  onChange,
}: {
  option: SourceView["options"][number];
  value: string;
  onChange: (value: string) => void;
}) {
  const { t, language } = useText();
  const says = option.says[language];
  const label = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  if (option.oneOf === null) {
    return <TextInput label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const values = option.oneOf.map((one) => {
    const known = optionValues.find((value) => value === one);
    return { value: one, label: known === undefined ? one : t(`option.${known}`) };
  });
  const data = option.default === null ? [{ value: "", label: "–" }, ...values] : values;
  return (
    <NativeSelect label={label} data={data} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}
