import { type Authenticator, PeerError, UsageError } from "@countersign/core";
import { decodeClaim, mechanism, statement } from "./claim.ts";
import { verifies } from "./ed25519.ts";
import { type ClientKeys, type KnownClient, readClient } from "./enrolled-client.ts";

/** Finds a client's keys, for each attempt anew; undefined for a name that is not known. */
export type ClientLookUp = (name: string) => ClientKeys | undefined | Promise<ClientKeys | undefined>;

/**
 * The server's half: admits a client that signs with a key of its name's (spec: A-31). `store` has the keys for each
 * name, or looks them up: `authorizedKeys` does it in a file. A name that is not known takes the same way as a wrong key
 * (spec: A-33).
 *
 * Keys in an object are checked at once; one that a look-up returns and that nobody may use refuses the client. Throws
 * UsageError: ERR_COUNTERSIGN_NO_KEY for a key that is missing, ERR_COUNTERSIGN_INVALID_ARGUMENT for one that nobody may
 * use, for a private one, and for a Map or a list.
 */
export function publicKeys(
  store: Readonly<Record<string, ClientKeys | undefined>> | ClientLookUp,
): Authenticator<"server"> {
  const find = typeof store === "function" ? findingBy(store) : findingIn(store);
  return {
    role: "server",
    mechanism,
    begin: (context) => ({
      async step(received) {
        const { name, publicKey, signature } = decodeClaim(received);
        await context.claim?.(name);
        const client = await find(name);
        const signed = verifies(publicKey, statement(context, name), signature);
        if (!signed || !client?.keys.some((key) => key.equals(publicKey))) {
          throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "The client did not sign with a key of that name.");
        }
        const { attributes } = client;
        return { kind: "done", result: { peer: { name, mechanism, ...(attributes && { attributes }) } } };
      },
    }),
  };
}

type Find = (name: string) => KnownClient | undefined | Promise<KnownClient | undefined>;

function findingBy(lookUp: ClientLookUp): Find {
  return async (name) => {
    const found = (await lookUp(name)) ?? undefined;
    return found === undefined ? undefined : readClient(found, "where one was looked up");
  };
}

function findingIn(store: Readonly<Record<string, ClientKeys | undefined>>): Find {
  if (typeof store !== "object" || store === null || Symbol.iterator in store) {
    throw new UsageError(
      "ERR_COUNTERSIGN_INVALID_ARGUMENT",
      "`store` is neither an object with the keys for each name, nor a function that looks them up.",
    );
  }
  const read = ([name, keys]: [string, ClientKeys | undefined]) =>
    [name, readClient(keys, `for ${JSON.stringify(name)}`)] as const;
  const clients = new Map(Object.entries(store).map(read));
  return (name) => clients.get(name);
}
