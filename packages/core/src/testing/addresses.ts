import { UsageError } from "../errors.ts";
import { shown } from "../shown.ts";

/** Addresses of one transport: `scheme:name`, where the name 0 asks for one that is free. */
export class Addresses {
  readonly #scheme: string;
  readonly #pattern: RegExp;
  /** The highest number in use. */
  #highest = 0;

  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#pattern = new RegExp(`^${scheme}:([\\w.-]+)$`);
  }

  /** The address to listen at: the one asked for, or a fresh one. */
  toListen(address: string): string {
    this.#check(address);
    return address === `${this.#scheme}:0` ? this.fresh() : address;
  }

  toDial(address: string): string {
    this.#check(address);
    if (address === `${this.#scheme}:0`) throw invalid(address, "only a listener may ask for a free address");
    return address;
  }

  /** A number that no address has had yet. */
  fresh(): string {
    this.#highest += 1;
    return `${this.#scheme}:${this.#highest}`;
  }

  #check(address: string): void {
    const name = this.#pattern.exec(address)?.[1];
    if (!name) throw invalid(address, `write ${this.#scheme}:0 or ${this.#scheme}:name`);
    if (/^\d{1,9}$/.test(name)) this.#highest = Math.max(this.#highest, Number(name));
  }
}

function invalid(address: string, advice: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ADDRESS", `${shown(address)} is no address here: ${advice}`);
}
