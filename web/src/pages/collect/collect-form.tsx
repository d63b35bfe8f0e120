import { Button, Checkbox, NumberInput, Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { ApiProblem } from "../../api/client.ts";
import { problemWords } from "../../components/problem-words.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import { type Draft, type DraftErrors, draftField, emptyDraft, readDraft } from "./draft.ts";
import { Refusal } from "./refusal.tsx";
import { useStartCollection } from "./use-start-collection.ts";

export function CollectForm() {
  const text = useText();
  const { t } = text;
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [errors, setErrors] = useState<DraftErrors>({});
  const start = useStartCollection();
  const change = (part: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in part))));
  };
  const errorOf = (field: keyof Draft) => {
    const error = errors[field];
    if (error !== undefined) return t(error.id, { value: error.value ?? "" });
    const told = start.error instanceof ApiProblem ? start.error.problem : undefined;
    return told !== undefined && draftField(told.field) === field ? problemWords(told, text).what : undefined;
  };
  const number = (field: "depth" | "maxPages" | "delaySeconds" | "maxPagesPerHost", value: string | number) =>
    change({ [field]: typeof value === "number" ? value : "" });

  return (
    <form
      className={styles.form}
      noValidate
      aria-label={t("form.label")}
      onSubmit={(event) => {
        event.preventDefault();
        const read = readDraft(draft);
        if ("request" in read) start.mutate(read.request);
        else {
          setErrors(read.errors);
          const [first] = Object.keys(read.errors);
          if (first !== undefined) document.getElementById(`collect-${first}`)?.focus();
        }
      }}
    >
      <Textarea
        id="collect-addresses"
        label={t("form.addresses")}
        description={t("form.addresses.hint")}
        placeholder={"https://example.com/"}
        required
        withAsterisk={false}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        value={draft.addresses}
        error={errorOf("addresses")}
        onChange={(event) => change({ addresses: event.currentTarget.value })}
      />
      <div className={styles.pair}>
        <NumberInput
          id="collect-depth"
          label={t("form.depth")}
          description={t("form.depth.hint")}
          value={draft.depth}
          error={errorOf("depth")}
          allowDecimal={false}
          onChange={(value) => number("depth", value)}
        />
        <NumberInput
          id="collect-maxPages"
          label={t("form.maxPages")}
          description={t("form.maxPages.hint")}
          value={draft.maxPages}
          error={errorOf("maxPages")}
          allowDecimal={false}
          thousandSeparator=","
          step={100}
          onChange={(value) => number("maxPages", value)}
        />
      </div>
      <Radio.Group
        label={t("form.scope")}
        value={draft.scope}
        onChange={(value) => change({ scope: value === "path" || value === "domain" ? value : "host" })}
      >
        <div className={styles.radios}>
          {(["host", "path", "domain"] as const).map((scope) => (
            <Radio
              key={scope}
              value={scope}
              label={t(`form.scope.${scope}`)}
              description={t(`form.scope.${scope}.hint`)}
            />
          ))}
        </div>
      </Radio.Group>
      <details className={styles.advanced}>
        <summary>{t("form.advanced")}</summary>
        <div className={styles.pair}>
          <NumberInput
            id="collect-delaySeconds"
            label={t("form.delay")}
            description={t("form.delay.hint")}
            value={draft.delaySeconds}
            error={errorOf("delaySeconds")}
            decimalScale={3}
            onChange={(value) => number("delaySeconds", value)}
          />
          <NumberInput
            id="collect-maxPagesPerHost"
            label={t("form.maxPagesPerHost")}
            description={t("form.maxPagesPerHost.hint")}
            value={draft.maxPagesPerHost}
            error={errorOf("maxPagesPerHost")}
            allowDecimal={false}
            onChange={(value) => number("maxPagesPerHost", value)}
          />
        </div>
        <Checkbox
          label={t("form.sitemaps")}
          checked={draft.sitemaps}
          onChange={(event) => change({ sitemaps: event.currentTarget.checked })}
        />
      </details>
      {start.error === null ? null : <Refusal error={start.error} addresses={draft.addresses} />}
      <Button type="submit" loading={start.isPending}>
        {t("form.start")}
      </Button>
      <p className={styles.promise}>{t("form.promise")}</p>
    </form>
  );
}
