import type { KeyedCipher } from "@countersign/core";
import { casesOf, cipherConformance, keyFileConformance } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { sealedBox } from "../src/index.ts";
import { kemMutants, withEphemeralKem, withServerKem } from "./mutants/kem.ts";
import { keyFileMutants } from "./mutants/key-files.ts";
import { protectionMutants } from "./mutants/protection.ts";

const cipher = await sealedBox();
const nameCase = "has a name of printable ASCII without spaces (C-1)";

describe("the exam of ciphers fails a cipher that", () => {
  it("has a name of two words", () => fails(cipherCases({ ...cipher, name: "Sealed Box" }), nameCase));
});

describe("the exam of ciphers fails a Protection that", () => {
  it.each(Object.entries(protectionMutants))("%s", (_, mutant) =>
    fails(cipherCases({ ...cipher, protect: mutant.mutate(cipher.protect) }), mutant.fails),
  );
});

describe.each([
  ["server", withServerKem],
  ["ephemeral", withEphemeralKem],
] as const)("the exam of ciphers fails a %s KEM that", (role, mutate) => {
  it.each(Object.entries(kemMutants))("%s", (_, mutant) => {
    const cases = cipherCases(mutate(cipher, mutant));
    return fails(
      cases.filter(({ part }) => part === `its ${role} KEM`),
      mutant.fails,
    );
  });
});

describe("the exam of key files fails a cipher that", () => {
  it.each(Object.entries(keyFileMutants))("%s", (_, mutant) =>
    fails(keyFileCases(mutant.mutate(cipher)), mutant.fails),
  );
});

it("the exams of ciphers and key files have a mutant for each case", () => {
  const mutants = [protectionMutants, kemMutants, keyFileMutants].flatMap((list) => Object.values(list));
  const found = new Set([nameCase, ...mutants.map(({ fails }) => fails)]);
  const titles = [...cipherCases(cipher), ...keyFileCases(cipher)].map(({ title }) => title);
  expect(found).toEqual(new Set(titles));
});

function cipherCases(subject: KeyedCipher) {
  return casesOf((runner) => cipherConformance(runner, { name: "mutant", make: () => subject }));
}

function keyFileCases(subject: KeyedCipher) {
  return casesOf((runner) => keyFileConformance(runner, { name: "mutant", make: () => subject }));
}

async function fails(cases: ReturnType<typeof casesOf>, wanted: string): Promise<void> {
  const found = cases.find(({ title }) => title === wanted);
  expect(found, `there is no case "${wanted}"`).toBeDefined();
  await expect(found?.run()).rejects.toThrow();
}
