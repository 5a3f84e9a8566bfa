import { randomBytes } from "node:crypto";
import type { Cipher, ConnectOptions, PublicKey, Session } from "../../../src/index.ts";
import { sharedKey } from "../../../src/index.ts";
import { type SessionMutant, withSession } from "./session-wrapper.ts";

/** Of its peers, its keys and its time limits. `key` is what the examined client holds. */
export function peerMutants(key: string): readonly SessionMutant[] {
  return [
    {
      fault: "has another binding at either end",
      fails: "share a binding of 32 bytes that no other session has (K-5, I-12)",
      mutate: withSession(() => ({ binding: randomBytes(32) })),
    },
    {
      fault: "has one binding for all sessions",
      fails: "share a binding of 32 bytes that no other session has (K-5, I-12)",
      mutate: withSession(() => ({ binding: Buffer.alloc(32) })),
    },
    {
      fault: "shows its binding when it is logged",
      fails: "share a binding of 32 bytes that no other session has (K-5, I-12)",
      mutate: withSession((session) => ({ toJSON: () => ({ binding: session.binding }) }) as Partial<Session>),
    },
    {
      fault: "forgets the client's name",
      fails: "know the mechanism, and the server the client's name (I-13)",
      mutate: withSession(({ peer: { mechanism } }) => ({ peer: { mechanism } })),
    },
    {
      fault: "does not say that the key is the wrong one",
      fails: "are refused when the client has another server's key (H-5)",
      mutate: withoutCodes,
    },
    {
      fault: "tries one pinned key only",
      fails: "agree when one of the client's pinned keys is the server's (I-14)",
      mutate: withOptions((options) => ({
        ...options,
        server: [options.server as PublicKey | readonly PublicKey[]].flat().slice(0, 1),
      })),
    },
    {
      fault: "does not say which application it is",
      fails: "are refused when they name different applications (H-1)",
      mutate: ({ connect, listen }) => ({
        connect: ({ application: _, ...options }) => connect(options),
        listen: ({ application: _, ...options }) => listen(options),
      }),
    },
    {
      fault: "uses the mechanism that the server wants",
      fails: "are refused when the server does not offer the mechanism, and told what it offers (A-7)",
      mutate: withOptions((options) => ({ ...options, authenticate: sharedKey("alice", key) })),
    },
    {
      fault: "does not give up",
      fails: "leave no session behind when the client gives up (I-15)",
      mutate: withOptions(({ signal: _, ...options }) => options),
    },
    {
      fault: "does not renew keys",
      fails: "are renewed before the AEAD's limit, in both directions, without losing a message (P-5)",
      mutate: withOptions((options) => ({ ...options, cipher: withoutLimit(options.cipher) })),
    },
    {
      fault: "ends a session that is quiet",
      fails: "keep a quiet session alive, as long as the peer lives (S-4)",
      mutate: withSession((session) => {
        setTimeout(() => session.abort(), 500);
        return {};
      }),
    },
    {
      fault: "takes 0 for a time limit",
      fails: "of 0 stand for no limit (S-2)",
      mutate: withOptions((options) => {
        if (options.limits?.idleTimeoutMs === 0) throw new RangeError("no time at all");
        return options;
      }),
    },
    {
      fault: "does not say that time was up",
      fails: "end a handshake that takes too long (S-3)",
      mutate: withoutCodes,
    },
  ];
}

function withOptions(change: (options: ConnectOptions) => ConnectOptions): SessionMutant["mutate"] {
  return ({ connect, listen }) => ({ connect: async (options) => connect(change(options)), listen });
}

const withoutCodes: SessionMutant["mutate"] = ({ connect, listen }) => ({
  listen,
  connect: (options) =>
    connect(options).catch((cause) => {
      throw new Error("It did not work.", { cause });
    }),
});

function withoutLimit(cipher: Cipher): Cipher {
  return {
    ...cipher,
    protect(key) {
      const protection = cipher.protect(key);
      return { ...protection, maxPackets: 2 ** 20, destroy: () => protection.destroy() };
    },
  };
}
