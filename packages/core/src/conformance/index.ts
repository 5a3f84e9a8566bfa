export {
  type AuthenticationPair,
  type AuthenticatorExam,
  authenticatorConformance,
  type ProvingPair,
} from "./authenticator.ts";
export { type CipherExam, cipherConformance } from "./cipher.ts";
export { type KeyFileExam, keyFileConformance } from "./key-files.ts";
export type { Runner } from "./runner.ts";
export { type SessionApi, type SessionExam, type SessionParts, sessionConformance } from "./session.ts";
export { casesOf, type SittingCase } from "./sit.ts";
export { type TransportExam, transportConformance } from "./transport.ts";
