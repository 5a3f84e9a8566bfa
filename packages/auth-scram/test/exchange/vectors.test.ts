import { describe, expect, it } from "vitest";
import { openAsClient } from "../../src/exchange/client.ts";
import { deriveKeys } from "../../src/exchange/keys.ts";
import { hearClient } from "../../src/exchange/server.ts";
import { formatVerifier, parseVerifier } from "../../src/exchange/verifier.ts";

// spec
describe("the example of RFC 7677 §3", () => {
  const channel = { gs2Header: "n,,", data: new Uint8Array() };
  const password = Buffer.from("pencil");
  const [clientNonce, serverNonce] = ["rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"];
  const messages = [
    "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  ] as const;
  // As PostgreSQL keeps this password under this salt.
  const verifier =
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$" +
    "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

  it("is what the client says", async () => {
    const opening = openAsClient({ name: "user", password, nonce: clientNonce, channel, maxIterations: 4_096 });
    expect(opening.send).toBe(messages[0]);
    const answer = await opening.answer(messages[1]);
    expect(answer.send).toBe(messages[2]);
    expect(answer.verify(messages[3])).toHaveLength(32);
  });

  it("is what the server says, from the verifier that PostgreSQL keeps", () => {
    const heard = hearClient(messages[0], channel);
    expect(heard.name).toBe("user");
    const challenge = heard.challenge(parseVerifier(verifier), serverNonce);
    expect(challenge.send).toBe(messages[1]);
    expect(challenge.judge(messages[2])).toMatchObject({ proven: true, send: messages[3] });
  });

  it("has that verifier", async () => {
    const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
    const keys = await deriveKeys(password, salt, 4_096);
    expect(formatVerifier({ iterations: 4_096, salt, ...keys })).toBe(verifier);
  });
});
