import { mkdir, open, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PasswordStore } from "@countersign/auth-scram";
import { type PasswordFile, passwordFile } from "@countersign/auth-scram/file";
import { generateSharedKey } from "@countersign/core";
import { publicKeyFileFor } from "@countersign/core/key-files";
import { invalidArgument } from "../arguments.ts";
import type { CipherName } from "../ciphers.ts";
import { isName } from "./name.ts";

export const defaultFolder = ".countersign-chat";

/**
 * What a chat server keeps, and what a client on the same machine finds: the server's key for each cipher, a file for
 * each member's shared key, and one with what passwords are checked by. A client elsewhere keeps the servers in it that
 * somebody said yes to. Only its owner may read it, and git ignores it.
 */
export class ChatFolder {
  readonly #path: string;
  readonly #users: PasswordFile;

  constructor(path: string) {
    this.#path = path;
    this.#users = passwordFile(this.usersFile);
  }

  /** Makes it, unless it is there. Rejects with UsageError when that cannot be. */
  async create(): Promise<void> {
    try {
      await mkdir(this.#keys, { recursive: true, mode: 0o700 });
      await writeFile(join(this.#path, ".gitignore"), "*\n");
      // Without it the store would say of every name that there is no file.
      await (await open(this.usersFile, "a", 0o600)).close();
    } catch (error) {
      throw invalidArgument(`Folder ${this.#path} cannot be used: ${(error as Error).message}`, error);
    }
  }

  identityFile(cipher: CipherName): string {
    return join(this.#path, `${cipher}.key.pem`);
  }

  publicKeyFile(cipher: CipherName): string {
    return publicKeyFileFor(this.identityFile(cipher));
  }

  keyFile(name: string): string {
    return join(this.#keys, `${name}.key`);
  }

  get knownServersFile(): string {
    return join(this.#path, "known-servers");
  }

  get downloads(): string {
    return join(this.#path, "downloads");
  }

  get usersFile(): string {
    return join(this.#path, "users.txt");
  }

  /** Who may join, in alphabetical order. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#keys);
    const withKeys = files.flatMap((file) => /^(.*)\.key$/.exec(file)?.[1] ?? []);
    return [...new Set([...withKeys, ...(await this.#users.list())])].filter(isName).sort();
  }

  /** Who may join by a password. A user of another name than members have was put there by others, and is nobody here. */
  get passwords(): PasswordStore {
    return {
      find: (name) => (isName(name) ? this.#users.find(name) : undefined),
      decoys: () => this.#users.decoys(),
    };
  }

  /** Gives `name` a password, or another one. */
  setPassword(name: string, password: string): Promise<void> {
    return this.#users.set(name, password);
  }

  /** The shared key of `name`, which anyone may have made up; undefined where there is none. */
  async key(name: string): Promise<string | undefined> {
    return isName(name) ? readKey(this.keyFile(name)) : undefined;
  }

  /** Makes a new key for `name`. Rejects with UsageError when there is one already. */
  async addKey(name: string): Promise<string> {
    const key = generateSharedKey();
    const file = this.keyFile(name);
    try {
      await writeFile(file, `${key}\n`, { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw invalidArgument(`${name} has a key already. Remove ${file} first, and that key is worth nothing any more.`);
    }
    return key;
  }

  get #keys(): string {
    return join(this.#path, "keys");
  }
}

/** The shared key in a file; undefined where there is no such file. */
export async function readKey(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw invalidArgument(`Key file ${file} cannot be read: ${(error as Error).message}`, error);
  }
}
