export { type CipherExam, cipherConformance } from "./cipher.ts";
export { type KeyFileExam, keyFileConformance } from "./key-files.ts";
export type { Runner } from "./runner.ts";
