/** A listener that echoes packets, and on request takes every descriptor the process may have, or frees them. */
import { closeSync, openSync } from "node:fs";
import { tcp } from "../../src/index.ts";
import { Recorder, send } from "../recorder.ts";

const faults: string[] = [];
const listener = await tcp().listen("127.0.0.1:0", {
  screen: () => "ignore",
  accept(link) {
    const sink = new Recorder();
    sink.onPacket = (packet) => send(link, packet);
    link.start(sink);
  },
  handleFault: (error) => faults.push((error as NodeJS.ErrnoException).code ?? error.message),
});

const descriptors: number[] = [];
const requests = {
  exhaust() {
    for (;;) {
      try {
        descriptors.push(openSync("/dev/null", "r"));
      } catch (error) {
        return (error as NodeJS.ErrnoException).code;
      }
    }
  },
  free() {
    for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    return "freed";
  },
  faults: () => faults,
};

process.on("message", (request: keyof typeof requests) => process.send?.(requests[request]()));
process.send?.(listener.address);
