import type { Authenticator } from "@countersign/core";
import type { OursOutcome } from "../lab.ts";
import { Bank, codeOf } from "../stage/bank.ts";
import { labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { dictionary, passwordOf } from "./dictionary.ts";
import { type Keeping, scram } from "./keeping.ts";

export async function attackOurs(keeping: Keeping = scram): Promise<OursOutcome> {
  const cipher = labCipher();
  const file = new Map(await Promise.all(Object.entries(passwordOf).map(enrolledBy(keeping))));
  const lineOf = (name: string) => file.get(name) as string;
  await using bank = await Bank.open({ cipher, authenticate: keeping.server(file) });
  const login = async (authenticate: Authenticator<"client">) => {
    await leave(await dial({ address: bank.address, cipher, server: bank.publicKey, authenticate }));
    return await bank.end();
  };

  const carol = await login(keeping.client("carol", passwordOf.carol as string));
  const thief = await login(keeping.thief("carol", lineOf("carol"))).catch(codeOf);
  const alike = lineOf("alice") === lineOf("dave");
  const cracked = crack(file, keeping, dictionary().length);
  const hashes = keeping.hashesAGuess(lineOf("alice"));
  const start = performance.now();
  const recognised = keeping.isOf(lineOf("alice"), passwordOf.alice as string);
  const ms = Math.round(performance.now() - start);
  return {
    held: carol === "proper" && thief !== "proper" && !alike && cracked.length === 0 && recognised,
    evidence: [
      `carol logs in with her password: ${admitted(carol)}`,
      `Mallory logs in with carol's line of the file: ${admitted(thief)}`,
      `alice and dave have the same password, and ${alike ? "the same line" : "lines that differ"}`,
      `the ${dictionary().length} hashes that cracked the other file crack ${cracked.length} passwords of this one`,
      `a single guess takes ${hashes.toLocaleString("en-US")} hashes, ${ms} ms here`,
    ],
    stoppedBy: `${thief} at Mallory, and ${hashes.toLocaleString("en-US")} hashes for each guess at each line`,
  };
}

function enrolledBy({ keep }: Keeping) {
  return async ([name, password]: readonly [string, string]) => [name, await keep(password)] as const;
}

/** Names whose passwords are found with so many hashes for each line. */
function crack(file: ReadonlyMap<string, string>, keeping: Keeping, hashes: number): readonly string[] {
  const guesses = (line: string) => dictionary().slice(0, Math.floor(hashes / keeping.hashesAGuess(line)));
  return [...file.keys()].filter((name) => {
    const line = file.get(name) as string;
    return guesses(line).some((guess) => keeping.isOf(line, guess));
  });
}

function admitted(end: string): string {
  return end === "proper" ? "admitted" : `refused, ${end}`;
}
