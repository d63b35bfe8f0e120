import { Button, Group, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { collectionQuery, collectionsQuery, type Order, orderCollection } from "../../api/collection-queries.ts";
import type { Collection } from "../../api/types.ts";
import { isFinal } from "../../api/use-live-collection.ts";
import { Icon } from "../../components/icon.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";

/** Pause, go on, stop; stopping is for good and asks first. */
export function CollectionOrders({ collection }: { collection: Collection }) {
  const { t } = useText();
  const client = useQueryClient();
  const [asking, ask] = useDisclosure(false);
  const order = useMutation({
    mutationFn: (what: Order) => orderCollection(collection.id, what),
    onSuccess: (after) => {
      client.setQueryData(collectionQuery(after.id).queryKey, after);
      void client.invalidateQueries({ queryKey: collectionsQuery.queryKey });
    },
    onSettled: ask.close,
  });
  if (isFinal(collection)) return null;

  const paused = collection.status === "paused";
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name={paused ? "play" : "pause"} size={13} />}
        loading={order.isPending && order.variables !== "stop"}
        onClick={() => order.mutate(paused ? "resume" : "pause")}
      >
        {t(paused ? "order.resume" : "order.pause")}
      </Button>
      <Button variant="default" size="xs" leftSection={<Icon name="stop" size={13} />} onClick={ask.open}>
        {t("order.stop")}
      </Button>
      {order.error === null ? null : <ProblemNotice error={order.error} />}
      <Modal
        opened={asking}
        onClose={ask.close}
        title={t("order.stop.title")}
        centered
        closeButtonProps={{ "aria-label": t("panel.close") }}
      >
        <p>{t("order.stop.text")}</p>
        <Group mt="lg" justify="flex-end">
          <Button variant="default" onClick={ask.close}>
            {t("cancel")}
          </Button>
          <Button loading={order.isPending} onClick={() => order.mutate("stop")}>
            {t("order.stop.yes")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
