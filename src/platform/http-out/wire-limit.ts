import type { Socket } from "node:net";
import { OutgoingError } from "./outgoing-error.ts";

/**
 * Ends a connection on which one answer takes more than `maxBytes` on the wire. What is no body (a status line or a chunk's
 * extension without end, announcements one after another) is counted nowhere else, and would be read for as long as an answer may take.
 */
export function limitWire(socket: Socket, maxBytes: number): void {
  let asked = socket.bytesWritten;
  let before = socket.bytesRead;
  socket.on("readable", () => {
    // A connection carries one request at a time: what is written begins the next one.
    if (socket.bytesWritten !== asked) {
      asked = socket.bytesWritten;
      before = Math.max(before, socket.bytesRead - firstReadBytes);
    }
    if (socket.bytesRead - before <= maxBytes) return;
    socket.destroy(new OutgoingError("too_large", `The answer takes more than ${maxBytes} bytes on the wire.`));
  });
}

/** What of an answer may have come by the time that it is seen first. */
const firstReadBytes = 65_536;
