import { anonymousCases } from "./authenticator/anonymous.ts";
import { clientProofCases } from "./authenticator/client-proof.ts";
import type { AuthenticatorExam } from "./authenticator/exam.ts";
import { mechanismCases } from "./authenticator/mechanism.ts";
import { messageCases } from "./authenticator/messages.ts";
import { mutualProofCases } from "./authenticator/mutual-proof.ts";
import { declare } from "./cases.ts";
import type { Runner } from "./runner.ts";

export type { AuthenticationPair, AuthenticatorExam, ProvingPair } from "./authenticator/exam.ts";

/**
 * The exam of an authentication mechanism, both halves of it. What it proves decides what is examined.
 *
 * @example
 * authenticatorConformance({ describe, it }, { name: "none", proves: "nobody", make: () => ({ client, server }) });
 */
export function authenticatorConformance(runner: Runner, exam: AuthenticatorExam): void {
  runner.describe(`${exam.name}, an authentication mechanism`, () => {
    declare(runner, "itself", mechanismCases, exam);
    if (exam.proves === "nobody") return declare(runner, "an anonymous client", anonymousCases, exam);
    declare(runner, "its proof of the client", clientProofCases, exam);
    declare(runner, "its messages", messageCases, exam);
    if (exam.proves === "both") declare(runner, "its proof of the server", mutualProofCases, exam);
  });
}
