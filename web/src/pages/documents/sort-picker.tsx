import { NativeSelect } from "@mantine/core";
import { useText } from "../../i18n/use-text.ts";

interface Props {
  value: "oldest" | undefined;
  onChange: (value: "oldest" | undefined) => void;
}

export function SortPicker({ value, onChange }: Props) {
  const { t } = useText();
  return (
    <NativeSelect
      size="xs"
      aria-label={t("sort.label")}
      value={value ?? "newest"}
      data={[
        { value: "newest", label: t("sort.newest") },
        { value: "oldest", label: t("sort.oldest") },
      ]}
      onChange={(event) => onChange(event.currentTarget.value === "oldest" ? "oldest" : undefined)}
    />
  );
}
