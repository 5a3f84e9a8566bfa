export { type HybridOptions, hybrid } from "./hybrid.ts";
export type { RsaModulusBits } from "./rsa-key.ts";
