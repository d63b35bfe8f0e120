/**
 * `no_browser`: none is installed or it does not start · `timeout`: the page was not ready in time · `crashed`: it took its
 * process down, or too much memory · `too_large`: its DOM is beyond bounds · `bad_selector`: what the person gave is no CSS
 * selector · `failed`: the browser would not go on with it · `gone`: the browser ended for another's fault · `aborted`: the work stops.
 */
export type RenderFault =
  | "no_browser"
  | "timeout"
  | "crashed"
  | "too_large"
  | "bad_selector"
  | "failed"
  | "gone"
  | "aborted";

/** A page that could not be rendered. `fault` says whose doing it was; `message` is one sentence for people. */
export class RenderError extends Error {
  readonly fault: RenderFault;

  constructor(fault: RenderFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "RenderError";
    this.fault = fault;
  }
}
