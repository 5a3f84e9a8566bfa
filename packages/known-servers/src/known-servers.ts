import {
  type CommonOptions,
  fingerprint,
  type KeyOffer,
  PeerError,
  type PublicKey,
  type ServerKeySource,
  type ServerPlace,
  suiteName,
  UsageError,
} from "@countersign/core";
import { changedKey } from "./changed-key.ts";
import { fingerprintWords } from "./fingerprint-words.ts";
import { formatPin, isAt, isSameKey, type Pin } from "./pin.ts";
import { PinsFile } from "./pins-file.ts";
import type { Line } from "./pins-text.ts";

/** What somebody is asked at the first contact with a server: whether that is the fingerprint of its key. */
export interface KeyQuestion extends ServerPlace {
  /** "SHA256:" and base64, as `fingerprint(publicKey)` shows it to the server's administrator. */
  readonly fingerprint: string;
  /** The same in twelve words, as `fingerprintWords(publicKey)` does. */
  readonly words: string;
}

/** A pin. */
export interface KnownServer extends KeyQuestion {
  /** Where it stands in the file, from 1 on. */
  readonly line: number;
}

export interface KnownServersOptions extends Pick<ServerKeySource, "acceptUnproven" | "acceptGuessable"> {
  /**
   * Called at first contact, before the client says anything of itself. Only `true` accepts the key. Of a server with
   * several keys it is asked about each in turn, four at most, until one is accepted.
   */
  readonly confirm: (question: KeyQuestion) => boolean | Promise<boolean>;
}

/** A file of pins: the `server` of `connect`. */
export interface KnownServers extends ServerKeySource {
  /** Every pin, in the order of the file. */
  list(): Promise<readonly KnownServer[]>;
  /**
   * Pins a key that came another way, or one more while the server changes its key. `where`: as for `connect`, of whose
   * options it may be all.
   */
  add(where: Pick<CommonOptions, "transport" | "address" | "cipher">, key: PublicKey): Promise<void>;
  /** Removes every pin for that address; the next contact is the first again. Returns how many there were. */
  forget(address: string): Promise<number>;
}

/**
 * Servers whose keys are pinned in `file`, which is made with the first pin, for its owner alone. Everything that reads
 * or writes it rejects with UsageError ERR_COUNTERSIGN_KEY_FILE where it cannot; it is never emptied instead.
 */
export function knownServers(file: string, options: KnownServersOptions): KnownServers {
  if (typeof file !== "string" || file === "") throw invalid("The name of a file is wanted: knownServers(file, …).");
  const known = ["confirm", "acceptUnproven", "acceptGuessable"];
  const unknown = Object.keys(options ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(`There is no option \`${unknown}\`. Options: ${known.join(", ")}.`);
  if (typeof options?.confirm !== "function") throw invalid("`confirm` is missing: who compares the fingerprint?");
  const { confirm, acceptUnproven = false, acceptGuessable = false } = options;
  return new PinnedServers(new PinsFile(file), confirm, acceptUnproven, acceptGuessable);
}

class PinnedServers implements KnownServers {
  readonly acceptUnproven: boolean;
  readonly acceptGuessable: boolean;
  readonly #file: PinsFile;
  readonly #confirm: KnownServersOptions["confirm"];

  constructor(
    file: PinsFile,
    confirm: KnownServersOptions["confirm"],
    acceptUnproven: boolean,
    acceptGuessable: boolean,
  ) {
    this.#file = file;
    this.#confirm = confirm;
    this.acceptUnproven = acceptUnproven;
    this.acceptGuessable = acceptGuessable;
  }

  async pinned(place: ServerPlace): Promise<readonly Uint8Array[]> {
    const keys = pinsAt(place, await this.#file.read()).map(({ key }) => key);
    return keys.filter((key, index) => keys.findIndex((other) => isSameKey(key, other)) === index);
  }

  async meet({ keys, ...place }: KeyOffer): Promise<PublicKey> {
    for (const key of keys.slice(0, mostQuestions)) {
      if ((await this.#confirm({ ...place, ...shown(key) })) === true) return key;
    }
    throw new PeerError("ERR_COUNTERSIGN_SERVER_KEY", `Nobody confirmed the key of the server at ${place.address}.`);
  }

  async remember(place: ServerPlace, key: PublicKey): Promise<void> {
    await this.#file.update((lines) => {
      const pins = pinsAt(place, lines);
      if (pins.some((pin) => isSameKey(pin.key, key.encoded))) return undefined;
      if (pins.length > 0) throw metTwice(place);
      return [...lines.map(({ text }) => text), formatPin({ ...place, key: key.encoded })];
    });
  }

  async mismatch(offer: KeyOffer): Promise<string> {
    const lines = await this.#file.read();
    const pinned = lines.filter(({ pin }) => pin && isAt(offer, pin));
    return changedKey(offer, pinned, this.#file.name);
  }

  async list(): Promise<readonly KnownServer[]> {
    const lines = await this.#file.read();
    return lines.flatMap(({ pin, number }) => (pin ? [knownServer(pin, number)] : []));
  }

  async add(where: Pick<CommonOptions, "transport" | "address" | "cipher">, key: PublicKey): Promise<void> {
    const place = placeOf(where);
    const encoded = encodedFor(where, key);
    await this.#file.update((lines) => {
      if (pinsAt(place, lines).some((pin) => isSameKey(pin.key, encoded))) return undefined;
      return [...lines.map(({ text }) => text), formatPin({ ...place, key: encoded })];
    });
  }

  async forget(address: string): Promise<number> {
    if (typeof address !== "string") throw invalid("`address` is the one that is dialled.");
    let forgotten = 0;
    await this.#file.update((lines) => {
      const left = lines.filter(({ pin }) => pin?.address !== address);
      forgotten = lines.length - left.length;
      return forgotten > 0 ? left.map(({ text }) => text) : undefined;
    });
    return forgotten;
  }
}

function pinsAt(place: ServerPlace, lines: readonly Line[]): readonly Pin[] {
  return lines.flatMap(({ pin }) => (pin && isAt(place, pin) ? [pin] : []));
}

function placeOf({ transport, address, cipher }: Pick<CommonOptions, "transport" | "address" | "cipher">): ServerPlace {
  const complete = typeof transport?.name === "string" && typeof address === "string" && address !== "";
  if (!complete || typeof cipher?.name !== "string") throw invalid("`transport`, `address` and `cipher` are wanted.");
  return { transport: transport.name, address, suite: suiteName(cipher) };
}

/** A pin that the cipher cannot use would keep its server out. */
function encodedFor({ cipher }: Pick<CommonOptions, "cipher">, key: PublicKey): Uint8Array {
  try {
    return cipher.serverKem.importPublicKey(key.encoded).encoded;
  } catch (cause) {
    throw invalid("`key` is no public key of this cipher: cipher.loadPublicKey(file) reads one.", cause);
  }
}

function knownServer({ key, ...place }: Pin, line: number): KnownServer {
  return { ...place, ...shown({ encoded: key }), line };
}

function shown(key: Pick<PublicKey, "encoded">) {
  return { fingerprint: fingerprint(key), words: fingerprintWords(key) };
}

function metTwice({ address }: ServerPlace): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_SERVER_KEY",
    `Another key was pinned for the server at ${address} while this one was being confirmed. Connect again, and the ` +
      "pinned one counts.",
  );
}

function invalid(message: string, cause?: unknown): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message, cause === undefined ? undefined : { cause });
}

/** An impostor could name many keys, and tire out who compares. */
const mostQuestions = 4;
