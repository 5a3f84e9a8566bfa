import type { SessionOwner } from "../driver/driver.ts";

/** Owns a session that is still in its handshake: only how that ends is news. */
export const silentOwner: Omit<SessionOwner, "handleEstablished" | "handleClosed"> = {
  handleMessages() {},
  handleDatagram() {},
  handleWritable() {},
  handleReleased() {},
  handleEnd() {},
  handleConfirmed() {},
};
