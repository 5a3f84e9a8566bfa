import type { Protection } from "@countersign/core";

/** Makes a Protection under a key. */
export type Protect = (key: Uint8Array) => Protection;

/** A Protection with one fault, and the case that must find it. */
export const protectionMutants: Record<string, { fails: string; mutate: (protect: Protect) => Protect }> = {
  "keeps the key it was given": {
    fails: "copies the key it is given (C-8)",
    mutate: (protect) => (key) => ({
      ...pass(protect(key)),
      seal: (...args) => protect(key).seal(...args),
    }),
  },
  "counts its tag twice": {
    fails: "appends its overhead (C-10)",
    mutate: each((inner) => ({ seal: (...args) => inner.seal(...args) + 1 })),
  },
  "writes into the header": {
    fails: "leaves the header, and all memory around the packet, as it was (C-10)",
    mutate: each((inner) => ({
      seal: (nonce, packet, start, end) => {
        const sealedEnd = inner.seal(nonce, packet, start, end);
        if (start > 0) packet[start - 1] = 0;
        return sealedEnd;
      },
    })),
  },
  "writes beyond the packet": {
    fails: "leaves the header, and all memory around the packet, as it was (C-10)",
    mutate: each((inner) => ({
      seal: (nonce, packet, start, end) => {
        const sealedEnd = inner.seal(nonce, packet, start, end);
        if (sealedEnd < packet.length) packet[sealedEnd] = 0;
        return sealedEnd;
      },
    })),
  },
  "authenticates and does not encrypt": {
    fails: "hides the plaintext (C-11)",
    mutate: each((inner) => ({
      seal: (nonce, packet, _, end) => inner.seal(nonce, packet, end, end),
      open: (nonce, packet, start) => {
        const end = packet.length - inner.overhead;
        if (end < start || !inner.open(nonce, packet, end)) return undefined;
        return packet.slice(start, end);
      },
    })),
  },
  "does not know where the header ends": {
    fails: "refuses a packet whose header ends elsewhere (C-13)",
    mutate: (protect) => protectionMutants["authenticates and does not encrypt"]?.mutate(protect) ?? protect,
  },
  "counts for itself": {
    fails: "gives the same bytes for the same key, nonce and packet, whatever came between (C-12)",
    mutate: each((inner) => {
      let count = 0;
      return { seal: (nonce, ...rest) => inner.seal(nonce.with(0, count++ & 0xff), ...rest) };
    }),
  },
  "ignores the nonce": {
    fails: "gives other bytes for another nonce, and for another key (C-11)",
    mutate: each((inner) => ({
      seal: (nonce, ...rest) => inner.seal(new Uint8Array(nonce.length), ...rest),
      open: (nonce, ...rest) => inner.open(new Uint8Array(nonce.length), ...rest),
    })),
  },
  "ignores a byte of the nonce": {
    fails: "refuses a packet under a nonce with any bit changed (C-13)",
    mutate: each((inner) => ({
      seal: (nonce, ...rest) => inner.seal(nonce.with(3, 0), ...rest),
      open: (nonce, ...rest) => inner.open(nonce.with(3, 0), ...rest),
    })),
  },
  "ignores the key": {
    fails: "refuses a packet sealed under another key (C-13)",
    mutate: (protect) => (key) => protect(key.map(() => 0)),
  },
  "ignores the header": {
    fails: "authenticates the header (C-13)",
    mutate: each((inner) => ({
      seal: (nonce, packet, start, end) => start + inner.seal(nonce, packet.subarray(start), 0, end - start),
      open: (nonce, packet, start) => inner.open(nonce, packet.subarray(start), 0),
    })),
  },
  "ignores the last byte of the tag": {
    fails: "refuses a packet with any bit of its header, ciphertext or tag changed (C-13)",
    mutate: each((inner) => ({
      open: (nonce, packet, start) => {
        if (packet.length === 0) return undefined;
        for (let last = 0; last < 256; last++) {
          const opened = inner.open(nonce, packet.with(-1, last), start);
          if (opened) return opened;
        }
        return undefined;
      },
    })),
  },
  "destroys the key for everyone": {
    fails: "goes on after another Protection under the same key was destroyed (C-17)",
    mutate: (protect) => {
      const shared = new Map<string, Protection>();
      return (key) => {
        const name = key.join();
        shared.set(name, shared.get(name) ?? protect(key));
        return shared.get(name) ?? protect(key);
      };
    },
  },
  "may seal nothing": {
    fails: "states limits that core can keep (C-9)",
    mutate: each(() => ({ maxPackets: 0 })),
  },
  "loses the end of large packets": {
    fails: "gives back what was sealed, of every size (C-14)",
    mutate: each((inner) => ({ open: (...args) => inner.open(...args)?.subarray(0, 65_536) })),
  },
  "opens a nonce once": {
    fails: "opens in any order, and the same packet again (C-12)",
    mutate: each((inner) => {
      const seen = new Set<string>();
      return {
        open: (nonce, ...rest) => (seen.size === seen.add(nonce.join()).size ? undefined : inner.open(nonce, ...rest)),
      };
    }),
  },
  "decrypts in place": {
    fails: "gives plaintext that is the caller's alone (C-15)",
    mutate: each((inner) => ({
      open: (nonce, packet, start) => {
        const opened = inner.open(nonce, packet, start);
        if (!opened) return undefined;
        packet.set(opened, start);
        return packet.subarray(start, start + opened.length);
      },
    })),
  },
  "decrypts into memory of its own": {
    fails: "gives plaintext that is the caller's alone (C-15)",
    mutate: each((inner) => {
      const memory = new Uint8Array(2 ** 17);
      return {
        open: (...args) => {
          const opened = inner.open(...args);
          if (opened) memory.set(opened);
          return opened && memory.subarray(0, opened.length);
        },
      };
    }),
  },
  "does not mind a byte too many": {
    fails: "refuses a packet that was cut or extended at either end (C-13)",
    mutate: each((inner) => ({
      open: (nonce, packet, start) => inner.open(nonce, packet, start) ?? inner.open(nonce, packet.slice(0, -1), start),
    })),
  },
  "throws for short packets": {
    fails: "refuses a packet with no room for a tag (C-16)",
    mutate: each((inner) => ({
      open: (nonce, packet, start) => {
        if (packet.length < start + inner.overhead) throw new RangeError("too short");
        return inner.open(nonce, packet, start);
      },
    })),
  },
  "gives up after a forged packet": {
    fails: "opens the next authentic packet after a forged one (C-16)",
    mutate: each((inner) => {
      let forged = false;
      return {
        open: (...args) => {
          const opened = forged ? undefined : inner.open(...args);
          forged ||= opened === undefined;
          return opened;
        },
      };
    }),
  },
};

/** The fault is in every Protection alike. */
function each(fault: (inner: Protection) => Partial<Protection>): (protect: Protect) => Protect {
  return (protect) => (key) => {
    const inner = protect(key);
    return { ...pass(inner), ...fault(inner) };
  };
}

function pass(inner: Protection): Protection {
  const { overhead, maxPackets, maxForgeries } = inner;
  return {
    overhead,
    maxPackets,
    maxForgeries,
    seal: (...args) => inner.seal(...args),
    open: (...args) => inner.open(...args),
    destroy: () => inner.destroy(),
  };
}
