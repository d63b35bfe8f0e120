import { failureReason } from "@contracts/collections.ts";
import { useCallback } from "react";
import { useText } from "../../i18n/use-text.ts";

/** Name and explanation of a failure reason; one that this page does not know yet keeps its stored name. */
export function useReasonWords(): (reason: string) => { name: string; sentence: string } {
  const { t } = useText();
  return useCallback(
    (reason) => {
      const known = failureReason.options.find((one) => one === reason);
      if (known === undefined) return { name: reason, sentence: "" };
      return { name: t(`reason.${known}`), sentence: t(`reason.${known}.why`) };
    },
    [t],
  );
}
