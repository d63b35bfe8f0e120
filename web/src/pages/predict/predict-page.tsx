import { Button, Checkbox, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { predict } from "../../api/model-queries.ts";
import { PageHead } from "../../components/page-head.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import { Examples } from "./examples.tsx";
import { ModelNote } from "./model-note.tsx";
import styles from "./predict.module.css";
import { PredictionResult } from "./prediction-result.tsx";

const route = getRouteApi("/predict");
/** Longer texts stay out of the address, which browsers and proxies cut. */
const addressLimit = 600;
const batchLimit = 1000;

/** Type a sentence, see how the model reads it. */
export function PredictPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.text ?? "");
  const [byLine, setByLine] = useState(true);
  const asked = useRef<string | undefined>(undefined);
  const ask = useMutation({
    mutationFn: async (texts: string[]) => {
      const predictions = await predict(texts);
      return texts.map((one, index) => ({ text: one, prediction: predictions[index] }));
    },
  });
  const { mutate } = ask;
  const texts = split(text, byLine);
  const tooMany = texts.length > batchLimit;

  const submit = (whole: string, lines: boolean) => {
    const wanted = split(whole, lines);
    if (wanted.length === 0 || wanted.length > batchLimit) return;
    asked.current = whole;
    mutate(wanted);
    void navigate({ search: (all) => ({ ...all, text: whole.length <= addressLimit ? whole : undefined }) });
  };

  useEffect(() => {
    // An address that carries a text is a question asked by link, or by the back button.
    if (search.text === undefined || search.text === asked.current) return;
    asked.current = search.text;
    setText(search.text);
    mutate(split(search.text, true));
  }, [search.text, mutate]);

  return (
    <>
      <PageHead title={t("shell.nav.predict")} />
      <p className={styles.intro}>{t("predict.intro")}</p>
      <div className={styles.columns}>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit(text, byLine);
          }}
        >
          <Textarea
            label={t("predict.text")}
            autosize
            minRows={5}
            maxRows={16}
            maxLength={200_000}
            value={text}
            error={tooMany ? t("predict.tooMany", { count: batchLimit }) : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
                event.preventDefault();
                submit(text, byLine);
              }
            }}
          />
          <Checkbox
            label={t("predict.byLine")}
            checked={byLine}
            onChange={(event) => setByLine(event.currentTarget.checked)}
          />
          <div className={styles.send}>
            <Button type="submit" loading={ask.isPending} disabled={texts.length === 0 || tooMany}>
              {t("predict.go", { count: Math.max(1, texts.length) })}
            </Button>
            <span className={styles.hint}>{t("predict.shortcut")}</span>
          </div>
          <Examples
            onPick={(example) => {
              setText(example);
              setByLine(true);
              submit(example, true);
            }}
          />
        </form>
        <section className={styles.answer} aria-live="polite" aria-label={t("predict.result")}>
          {ask.error === null ? null : <ProblemNotice error={ask.error} />}
          {ask.data === undefined ? (
            ask.error === null ? (
              <p className={styles.hint}>{t("predict.empty")}</p>
            ) : null
          ) : (
            <PredictionResult results={ask.data} />
          )}
          <ModelNote />
        </section>
      </div>
    </>
  );
}

function split(text: string, byLine: boolean): string[] {
  const all = byLine ? text.split(/\r?\n/) : [text];
  return all.map((one) => one.trim()).filter((one) => one !== "");
}
