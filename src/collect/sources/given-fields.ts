import type { FieldValue } from "../../domain/item.ts";

/** Fields without those that the source did not tell. */
export function givenFields(fields: Readonly<Record<string, FieldValue | undefined>>): Record<string, FieldValue> {
  const given: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given[name] = value;
  return given;
}
