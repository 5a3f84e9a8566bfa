import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import type { AuthContext, Authenticator } from "../../../src/authenticator.ts";
import { ByteReader, concat, lv8, readUtf8, utf8 } from "../../../src/bytes.ts";
import { PeerError } from "../../../src/errors.ts";

const mechanism = "ed25519";
const signatureBytes = 64;

/** One message and no secret: the client signs the session it is in, and the server answers nothing. */
export function signing(name: string, key: KeyObject): Authenticator<"client"> {
  return {
    role: "client",
    mechanism,
    begin: (context) => ({
      step() {
        const send = concat(lv8(utf8(name)), sign(null, statement(context, name), key));
        return { kind: "done", send, result: { peer: { mechanism } } };
      },
    }),
  };
}

export function verifying(keys: Readonly<Record<string, KeyObject>>): Authenticator<"server"> {
  const nobodys = createPublicKey(generateKeyPairSync("ed25519").privateKey);
  return {
    role: "server",
    mechanism,
    begin: (context) => ({
      async step(received) {
        const reader = new ByteReader(received);
        const name = readUtf8(reader.take(reader.u8()));
        const signature = reader.take(signatureBytes);
        reader.end();
        await context.claim?.(name);
        if (!verify(null, statement(context, name), keys[name] ?? nobodys, signature)) {
          throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "The client did not sign this session.");
        }
        return { kind: "done", result: { peer: { name, mechanism } } };
      },
    }),
  };
}

function statement({ binding, challenge }: AuthContext, name: string): Uint8Array {
  return concat(utf8(mechanism), binding, challenge, utf8(name));
}
