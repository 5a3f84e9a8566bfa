import { cipherConformance, keyFileConformance } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { sealedBox } from "../src/index.ts";
import { caseNames, failedCases } from "./mutants/failed-cases.ts";
import { kemMutants, withEphemeralKem, withServerKem } from "./mutants/kem.ts";
import { keyFileMutants } from "./mutants/key-files.ts";
import { protectionMutants } from "./mutants/protection.ts";

const cipher = await sealedBox();

describe("the exam of ciphers finds a Protection that", () => {
  it.each(Object.entries(protectionMutants))("%s", async (name, { fails, mutate }) => {
    const make = () => ({ ...cipher, protect: mutate(cipher.protect) });
    expect(await failedCases((runner) => cipherConformance(runner, { name, make }))).toContain(fails);
  });
});

describe.each([
  ["server", withServerKem],
  ["ephemeral", withEphemeralKem],
] as const)("the exam of ciphers finds a %s KEM that", (role, mutate) => {
  it.each(Object.entries(kemMutants))("%s", async (name, mutant) => {
    const make = () => mutate(cipher, mutant);
    const failed = await failedCases((runner) => cipherConformance(runner, { name, make }));
    expect(failed).toContain(`its ${role} KEM: ${mutant.fails}`);
  });
});

describe("the exam of key files finds a cipher that", () => {
  it.each(Object.entries(keyFileMutants))("%s", async (name, { fails, mutate }) => {
    const make = () => mutate(cipher);
    expect(await failedCases((runner) => keyFileConformance(runner, { name, make }))).toContain(fails);
  });
});

describe("the exams", () => {
  const nameCase = "has a name of printable ASCII without spaces";

  it("find a name of two words", async () => {
    const make = () => ({ ...cipher, name: "Sealed Box" });
    expect(await failedCases((runner) => cipherConformance(runner, { name: "named", make }))).toEqual([nameCase]);
  });

  it("find nothing in the cipher itself", async () => {
    const exam = { name: "sealedBox", make: () => cipher };
    expect(await failedCases((runner) => cipherConformance(runner, exam))).toEqual([]);
    expect(await failedCases((runner) => keyFileConformance(runner, exam))).toEqual([]);
  });

  it("have no case that no mutant fails", () => {
    const exam = { name: "any", make: () => cipher };
    const all = [cipherConformance, keyFileConformance].flatMap((sit) => caseNames((runner) => sit(runner, exam)));
    const mutants = [protectionMutants, kemMutants, keyFileMutants].flatMap((list) => Object.values(list));
    const covered = new Set([nameCase, ...mutants.map(({ fails }) => fails)]);
    const names = all.map((name) => name.replace(/^its (server|ephemeral) KEM: /, ""));
    expect(names.filter((name) => !covered.has(name))).toEqual([]);
  });
});
