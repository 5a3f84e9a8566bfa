import { UdpPath } from "./udp-path.ts";

/**
 * The paths of one link. The same address gives the same path, for the one in use and the one that core is trying
 * always, for the others until some more have come: anybody may claim to be anywhere.
 */
export class Paths {
  #current: UdpPath;
  #tried: UdpPath | undefined;
  readonly #claimed: UdpPath[] = [];

  constructor(first: UdpPath) {
    this.#current = first;
  }

  get current(): UdpPath {
    return this.#current;
  }

  /** The path to where a packet came from. */
  from(host: string, port: number): UdpPath {
    if (this.#current.leadsTo(host, port)) return this.#current;
    if (this.#tried?.leadsTo(host, port)) return this.#tried;
    const known = this.#claimed.find((path) => path.leadsTo(host, port));
    if (known) return known;
    const path = new UdpPath(host, port);
    if (this.#claimed.push(path) > maxClaimed) this.#claimed.shift();
    return path;
  }

  /** Core sends there, for once. */
  try(path: UdpPath): void {
    if (path !== this.#current) this.#tried = path;
  }

  /** Core sends there from now on. */
  migrate(path: UdpPath): void {
    if (path === this.#current) return;
    this.#tried = this.#current;
    this.#current = path;
  }
}

const maxClaimed = 8;
