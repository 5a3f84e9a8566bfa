export type { EnvelopeOptions } from "./arguments.ts";
export { envelopeOpener } from "./envelope-opener.ts";
export { envelopeSealer } from "./envelope-sealer.ts";
export { openEnvelope, sealEnvelope } from "./one-shot.ts";
