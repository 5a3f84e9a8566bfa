import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "@countersign/core";
import { type CipherName, cipherNames, isCipherName } from "./ciphers.ts";
import { isTransportName, type TransportName, transportNames } from "./transports.ts";

/** Node's `parseArgs`. Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT on what it does not know. */
export function parseArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw invalidArgument((error as Error).message, error);
  }
}

/** Throws UsageError when there is no cipher of that name. */
export function cipherNamed(name: string): CipherName {
  if (isCipherName(name)) return name;
  throw invalidArgument(`There is no cipher "${name}". Ciphers: ${cipherNames.join(", ")}.`);
}

/** Throws UsageError when there is no transport of that name. */
export function transportNamed(name: string): TransportName {
  if (isTransportName(name)) return name;
  throw invalidArgument(`There is no transport "${name}". Transports: ${transportNames.join(", ")}.`);
}

export function invalidArgument(message: string, cause?: unknown): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message, cause === undefined ? undefined : { cause });
}
