import { defaultLimits } from "@countersign/core";
import { type Check, counted } from "./finding.ts";

export const timeLimits: Check = {
  topic: "time limits",
  look() {
    const { handshakeTimeoutMs, idleTimeoutMs, closeTimeoutMs, refusalFloorMs } = defaultLimits;
    return {
      lines: [
        `unless \`limits\` says otherwise: ${counted(handshakeTimeoutMs)} ms for a handshake, ` +
          `${counted(idleTimeoutMs)} ms of silence, ${counted(closeTimeoutMs)} ms for a close`,
        `a refusal takes ${counted(refusalFloorMs)} ms at the least, so that its time tells nothing`,
        "Node's own sockets have none: a plain one waits for ever",
      ],
    };
  },
};
