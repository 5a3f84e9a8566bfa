import { readFile } from "node:fs/promises";
import { keyFileError } from "@countersign/core/key-files";
import { describeKey } from "./key.ts";
import { describeAuthorizedKeys, describeKnownServers, describeUsers } from "./lists.ts";

/** Lines about a file, for people. Rejects with UsageError when it cannot be read, or is none of ours. */
export async function describe(file: string): Promise<readonly string[]> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw keyFileError(file, `cannot be read: ${cause.code}.`, cause);
  });
  const text = bytes.subarray(0, lookedAtBytes).toString("latin1");
  const kind = kinds.find(({ sign }) => sign.test(text));
  if (kind) return kind.describe(file, text);
  throw keyFileError(file, "is no file of Countersign's.");
}

interface Kind {
  /** What only such a file has. */
  readonly sign: RegExp;
  describe(file: string, text: string): readonly string[] | Promise<readonly string[]>;
}

const kinds: readonly Kind[] = [
  {
    sign: /^countersign envelope/,
    describe: () => ["an envelope of the hybrid cipher: it opens with its recipient's private key"],
  },
  {
    sign: /^-----BEGIN OPENSSH PRIVATE KEY-----/,
    describe: () => ["a client's private key, OpenSSH's: for connect --private-key"],
  },
  { sign: /^-----BEGIN [A-Z ]*(?:PRIVATE|PUBLIC) KEY-----/m, describe: describeKey },
  { sign: /^[^\s#]*:SCRAM-SHA-256\$/m, describe: describeUsers },
  { sign: /^(?:[^#\n]* )?ssh-[a-z0-9-]+ [A-Za-z0-9+/=]{40,}/m, describe: describeAuthorizedKeys },
  { sign: /^[^\s#]+ \S+ Countersign_\S+ [A-Za-z0-9+/=]+/m, describe: describeKnownServers },
  { sign: /^[A-Za-z0-9_-]{43}\s*$/, describe: () => ["a shared key: for connect --shared-key-file"] },
];

const lookedAtBytes = 64 * 1024;
