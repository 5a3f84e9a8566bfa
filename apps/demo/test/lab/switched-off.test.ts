import { createHash } from "node:crypto";
import { type Identity, sharedKey, sharedKeys } from "@countersign/core";
import { insecurePlain } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import * as cbc from "../../src/lab/cbc/ours.ts";
import { examine } from "../../src/lab/examine.ts";
import * as fixedIv from "../../src/lab/fixed-iv/ours.ts";
import * as keySentAlong from "../../src/lab/key-sent-along/ours.ts";
import type { OursOutcome } from "../../src/lab/lab.ts";
import { labs } from "../../src/lab/labs.ts";
import * as oneRead from "../../src/lab/one-read/ours.ts";
import * as paddingOracle from "../../src/lab/padding-oracle/ours.ts";
import type { Keeping } from "../../src/lab/password-file/keeping.ts";
import * as passwordFile from "../../src/lab/password-file/ours.ts";
import * as reflection from "../../src/lab/reflection/ours.ts";
import * as relay from "../../src/lab/relay/ours.ts";
import * as replay from "../../src/lab/replay/ours.ts";
import * as unpinnedKey from "../../src/lab/unpinned-key/ours.ts";
import * as wrongAddress from "../../src/lab/wrong-address/ours.ts";
import { unframed } from "./fixtures/unframed-transport.ts";
import { provingBy } from "./fixtures/weak-authenticators.ts";
import { fixedNonceCipher, tellingCipher, uncheckedCipher } from "./fixtures/weak-ciphers.ts";

interface SwitchedOff {
  /** What is missing. */
  readonly without: string;
  attack(): Promise<OursOutcome>;
  /** What the attacker has of it. */
  readonly seen: RegExp;
}

/** For each lab, sessions of ours without the defence that it shows. */
const switchedOff: Readonly<Record<string, SwitchedOff>> = {
  "key-sent-along": {
    without: "a key that stays where it is",
    attack: () => keySentAlong.attackOurs(tellingCipher()),
    seen: /taken for a key, 1 open the message/,
  },
  "fixed-iv": {
    without: "the packet's number in the nonce",
    attack: () => fixedIv.attackOurs(fixedNonceCipher()),
    seen: /alice and carol vote alike: all bytes agree/,
  },
  cbc: {
    without: "a look at the tag",
    attack: () => cbc.attackOurs(uncheckedCipher()),
    seen: /the bank does: "pay 900 to bob"/,
  },
  "padding-oracle": {
    without: "silence about what failed",
    attack: () => paddingOracle.attackOurs(telling),
    seen: /answers to wrong padding: none/,
  },
  reflection: {
    without: "the role in the proof",
    attack: () => reflection.attackOurs(provingBy((_, { binding, challenge }) => [binding, challenge]).client),
    seen: /Mallory is told: "My PIN is 4711\."/,
  },
  relay: {
    without: "the session in the proof",
    attack: () => relay.attackOurs(provingBy((role) => [role])),
    seen: /the bank does: "pay 900 to mallory"/,
  },
  "unpinned-key": {
    without: "a key that was known before",
    attack: () => unpinnedKey.attackOurs(({ offered }) => offered),
    seen: /the bank does: "pay 900 to mallory"/,
  },
  replay: {
    without: "the packet's number in the nonce",
    attack: () => replay.attackOurs(fixedNonceCipher()),
    seen: /within the session: the bank pays 2 times/,
  },
  "wrong-address": {
    without: "seals on the datagrams",
    attack: () => wrongAddress.attackOurs(insecurePlain()),
    seen: /the client asks again, and hears: "tea costs 3(00)?"/,
  },
  "one-read": {
    without: "lengths",
    attack: () => oneRead.attackOurs(unframed()),
    seen: /the bank does: nothing/,
  },
  "password-file": {
    without: "a salt, slow hashes, and a line that is not enough to log in",
    attack: () => passwordFile.attackOurs(fastHashes),
    seen: /Mallory logs in with carol's line of the file: admitted\n.*the same line\n.* crack 3 passwords/,
  },
};

/** A server's key that goes on working for ever when a ciphertext is padded wrongly, and so tells. */
function telling(identity: Identity): Identity {
  return {
    publicKey: identity.publicKey,
    decapsulate: async (sealed) => {
      try {
        return await identity.decapsulate(sealed);
      } catch {
        return new Promise(() => {});
      }
    },
  };
}

/** The naive password file, in a session of ours: the hash is the key. */
const fastHashes: Keeping = {
  keep: async (password) => sha256(password),
  client: (name, password) => sharedKey(name, sha256(password)),
  server: (file) => sharedKeys(Object.fromEntries(file)),
  thief: sharedKey,
  hashesAGuess: () => 1,
  isOf: (line, guess) => sha256(guess) === line,
};

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

describe.each(labs.map((lab) => [lab.name, lab] as const))("lab %s", (name, lab) => {
  const { without, attack, seen } = switchedOff[name] as SwitchedOff;

  it(`reports that ours broke, without ${without}`, async () => {
    const result = await examine({ ...lab, attackOurs: attack });
    expect(result, JSON.stringify(result, undefined, 2)).toMatchObject({ name, naive: "broke", ours: "broke" });
    expect(result.evidence.ours.join("\n")).toMatch(seen);
  });
});

describe("what the tests weaken, when it is not weakened", () => {
  const sound = () => provingBy((role, { binding, challenge }) => [role, binding, challenge]);

  it("is stopped where a proof is reflected", async () => {
    expect(await reflection.attackOurs(sound().client)).toMatchObject({ held: true });
  });

  it("is stopped where a proof is relayed", async () => {
    expect(await relay.attackOurs(sound())).toMatchObject({ held: true });
  });
});
