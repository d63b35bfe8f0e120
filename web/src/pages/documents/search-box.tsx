import { Button, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./documents.module.css";

const examples = [
  ["배송 빠르", "search.help.and"],
  ["배송 OR 포장", "search.help.or"],
  ["배송 NOT 지연", "search.help.not"],
  ['"배송이 늦"', "search.help.phrase"],
] as const;

interface Props {
  value: string | undefined;
  onSearch: (q: string | undefined) => void;
}

/** Words to look for. Enter searches, except while an input method is still composing a syllable. */
export function SearchBox({ value, onSearch }: Props) {
  const { t } = useText();
  const [draft, setDraft] = useState(value ?? "");
  return (
    <search className={styles.search}>
      <form
        className={styles.searchForm}
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(draft.trim() === "" ? undefined : draft.trim());
        }}
      >
        <TextInput
          className={styles.searchInput}
          type="search"
          name="q"
          maxLength={500}
          aria-label={t("search.label")}
          placeholder={t("search.placeholder")}
          leftSection={<Icon name="search" />}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && event.nativeEvent.isComposing) event.preventDefault();
          }}
        />
        <Button type="submit">{t("search.go")}</Button>
        <Popover width={360} position="bottom-end" withArrow trapFocus>
          <Popover.Target>
            <UnstyledButton className={styles.help} aria-label={t("search.help")}>
              ?
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown aria-label={t("search.help")}>
            <p>{t("search.help.intro")}</p>
            <dl className={styles.syntax}>
              {examples.map(([example, meaning]) => (
                <div key={meaning}>
                  <dt>
                    <button type="button" onClick={() => onSearch(example)}>
                      {example}
                    </button>
                  </dt>
                  <dd>{t(meaning)}</dd>
                </div>
              ))}
            </dl>
          </Popover.Dropdown>
        </Popover>
      </form>
    </search>
  );
}
