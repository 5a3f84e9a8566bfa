export { openEnvelope, sealEnvelope } from "./envelope.ts";
