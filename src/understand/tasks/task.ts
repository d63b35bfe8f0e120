import type { z } from "zod";

/** A question that engines answer about a text: what goes in, what comes out, both checked. */
export interface Task<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  id: string;
  description: string;
  input: Input;
  output: Output;
}
