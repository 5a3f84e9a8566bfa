import { AssertionError } from "node:assert";
import { describe, expect, it } from "vitest";
import { generateSharedKey } from "../../src/api/generate-shared-key.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { anonymous, anyone } from "../../src/auth/none.ts";
import { type AuthenticatorExam, authenticatorConformance, casesOf } from "../../src/conformance/index.ts";
import { anonymousMutants, provingMutants } from "./mutants/authenticators.ts";

const none = { client: anonymous(), server: anyone() };

const key = generateSharedKey();
const hmac = {
  client: sharedKey("alice", key),
  server: sharedKeys({ alice: key }),
  clientName: "alice",
  wrongSecret: sharedKey("alice", generateSharedKey()),
  unknownName: sharedKey("carol", key),
  secrets: [Buffer.from(key, "base64url")],
};

describe("the exam of authenticators fails a mechanism that", () => {
  it.each(anonymousMutants)("$fault", ({ fails, mutate }) =>
    failsCase({ name: "mutant", proves: "nobody", make: () => mutate(none) }, fails),
  );

  it.each(provingMutants)("$fault", ({ fails, mutate }) =>
    failsCase({ name: "mutant", proves: "both", make: () => mutate(hmac) }, fails),
  );
});

it("the exam of authenticators has a mutant for each case", () => {
  const exams: AuthenticatorExam[] = [
    { name: "none", proves: "nobody", make: () => none },
    { name: "hmac-sha256", proves: "both", make: () => hmac },
  ];
  const titles = exams.flatMap((exam) => casesIn(exam).map(({ title }) => title));
  const found = [...anonymousMutants, ...provingMutants].map(({ fails }) => fails);
  expect(new Set(found)).toEqual(new Set(titles));
});

function casesIn(exam: AuthenticatorExam) {
  return casesOf((runner) => authenticatorConformance(runner, exam));
}

async function failsCase(exam: AuthenticatorExam, wanted: string): Promise<void> {
  const found = casesIn(exam).find(({ title }) => title === wanted);
  expect(found, `there is no case "${wanted}"`).toBeDefined();
  await expect(found?.run()).rejects.toBeInstanceOf(AssertionError);
}
