import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { apiPath } from "../../api/client.ts";
import type { DocumentDetail } from "../../api/types.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./panel.module.css";
import { RobotsNote } from "./robots-note.tsx";

/** The way back: from the document to the code that made it, the capture, and the bytes in the archive. */
export function LineageView({ document }: { document: DocumentDetail }) {
  const { t, format } = useText();
  const { lineage } = document;
  const { capture } = lineage;
  const none = t("lineage.none");
  const rows: [string, ReactNode][] = [
    [t("lineage.captured"), `${format.moment(capture.capturedAt)} KST`],
    [t("lineage.answer"), `HTTP ${capture.status} · ${capture.mime ?? none} · ${format.bytes(capture.payloadLength)}`],
    [t("lineage.record"), t(`lineage.record.${capture.recordType}`)],
    [
      t("lineage.warc"),
      <code key="warc">
        {capture.warcFile} @ {capture.warcOffset} + {capture.warcLength}
      </code>,
    ],
    [t("lineage.digest"), <code key="digest">{capture.digest}</code>],
    [t("lineage.robots"), <RobotsNote key="robots" robots={capture.robots} />],
    [t("lineage.charset"), lineage.charset === null ? none : `${lineage.charset} (${lineage.charsetSource ?? none})`],
    [t("lineage.parser"), lineage.parserVersion],
    [t("lineage.refiner"), lineage.refinerVersion ?? none],
    [t("lineage.analyzer"), lineage.analyzerVersion ?? none],
    [t("lineage.model"), lineage.sentimentModel ?? none],
    [t("lineage.published"), document.publishedAt === null ? none : `${format.moment(document.publishedAt)} KST`],
    [t("lineage.modified"), document.modifiedAt === null ? none : `${format.moment(document.modifiedAt)} KST`],
    [t("lineage.canonical"), document.canonicalUrl ?? none],
  ];

  return (
    <>
      <dl className={styles.lineage}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.links}>
        <a href={apiPath(`/captures/${capture.id}/raw`)} target="_blank" rel="noopener">
          {t("lineage.raw")}
        </a>
        <a href={apiPath(`/captures/${capture.id}`)} target="_blank" rel="noopener">
          {t("lineage.json", { id: capture.id })}
        </a>
        {capture.collectionId === null ? null : (
          <Link to="/collect/$id" params={{ id: String(capture.collectionId) }}>
            {t("lineage.collection", { id: capture.collectionId })}
          </Link>
        )}
      </p>
      <h3 className={styles.subhead}>{t("lineage.versions")}</h3>
      {lineage.versions.length === 0 ? (
        <p className={styles.label}>{t("lineage.versions.none")}</p>
      ) : (
        <ul className={styles.versions}>
          {lineage.versions.map((version) => (
            <li key={version.id}>
              <Link
                from="/documents"
                to="/documents"
                search={(all) => ({ ...all, doc: version.id })}
                resetScroll={false}
              >
                {format.moment(version.collectedAt)}
              </Link>{" "}
              {version.parserVersion}
              {version.refinerVersion === null ? null : ` · ${version.refinerVersion}`}
              {version.current ? ` · ${t("lineage.current")}` : ""}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
