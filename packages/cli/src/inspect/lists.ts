import { authorizedKeys } from "@countersign/auth-publickey";
import { passwordFile } from "@countersign/auth-scram/file";
import { knownServers } from "@countersign/known-servers";
import { quoted } from "../terminal/quoted.ts";

export async function describeUsers(file: string): Promise<readonly string[]> {
  const store = passwordFile(file);
  const names = await store.list();
  const rows = await Promise.all(names.map(async (name) => `  ${quoted(name)}  ${await iterationsOf(name)}`));
  return [`users with passwords, for serve --users: ${names.length}`, ...rows];

  async function iterationsOf(name: string): Promise<string> {
    const { verifier = "" } = (await store.find(name)) ?? {};
    return `${verifier.split(/[$:]/)[1]} iterations`;
  }
}

export async function describeAuthorizedKeys(file: string, text: string): Promise<readonly string[]> {
  const skipped: string[] = [];
  await authorizedKeys(file, {
    onSkipped: ({ line, keyType }) => skipped.push(`  line ${line} is skipped: ${keyType}`),
  });
  const admitted = text.match(/^(?!#).*ssh-ed25519 /gm)?.length ?? 0;
  return [`clients' public keys, for serve --authorized-keys: ${admitted}`, ...skipped];
}

export async function describeKnownServers(file: string): Promise<readonly string[]> {
  const pins = await knownServers(file, { confirm: () => false }).list();
  const rows = pins.flatMap(({ line, transport, address, fingerprint, words }) => [
    `  line ${line}: ${quoted(address)} over ${transport}`,
    `    ${fingerprint}`,
    `    ${words}`,
  ]);
  return [`pinned keys of servers, for connect --known-servers: ${pins.length}`, ...rows];
}
