/** A place that can be collected from. A folder of `sources/` holds one; its id is the folder's name. */
export interface Source {
  id: string;
  name: { ko: string; en: string };
  description: { ko: string; en: string };
  /** Environment variables that must be set before it can be used. */
  credentials: readonly string[];
  /** Whether robots.txt is asked: always for pages, never for an official API that a key opens. */
  robots: "obey" | "api";
  /** Addresses it may reach although they are private. */
  allowAddresses: readonly string[];
}
