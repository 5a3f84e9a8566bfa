export { fingerprintWords } from "./fingerprint-words.ts";
export {
  type KeyQuestion,
  type KnownServer,
  type KnownServers,
  type KnownServersOptions,
  knownServers,
} from "./known-servers.ts";
