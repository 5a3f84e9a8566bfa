import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { sha256 } from "../dissect/key-schedule.ts";

/** Why a request is refused, and as what. */
export interface Refusal {
  readonly status: 403 | 404 | 405 | 415;
  readonly why: string;
}

export interface Admission {
  /** The path of the page that is asked for, below the token. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * Lets in who has the address that was printed, and a page that came from it. Other pages in the same browser can send
 * requests to this machine too: by a name that they have made to point here (DNS rebinding), which Host gives away, or
 * from their own origin, which Origin gives away. Neither knows the token.
 */
export function admit(request: IncomingMessage, port: number, token: string): Admission | Refusal {
  const { host = "", origin } = request.headers;
  // Browsers leave out the port that is usual (RFC 9110 §7.2).
  const own = ["127.0.0.1", "localhost"].flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);
  if (!own.includes(host)) return refuse(403, "This is not the host's name.");
  const url = URL.canParse(request.url ?? "", `http://${host}`)
    ? new URL(request.url ?? "", `http://${host}`)
    : undefined;
  const [, given = "", ...path] = url?.pathname.split("/") ?? [];
  if (!url || !same(given, token)) return refuse(404, "There is nothing here: use the whole address that was printed.");
  const fetchSite = request.headers["sec-fetch-site"];
  if (fetchSite === "cross-site" || fetchSite === "same-site") return refuse(403, "Another page has sent this.");
  if (request.method === "POST") {
    if (origin !== `http://${host}`) return refuse(403, "Another page has sent this.");
    // A form cannot send this type, and a script of another origin would have to ask first.
    if (request.headers["content-type"] !== "application/json") return refuse(415, "Send JSON.");
  } else if (request.method !== "GET") return refuse(405, "GET or POST.");
  return { path: path.join("/"), query: url.searchParams };
}

function refuse(status: Refusal["status"], why: string): Refusal {
  return { status, why };
}

/** In a time that says nothing of where they differ. */
function same(given: string, token: string): boolean {
  return timingSafeEqual(sha256(Buffer.from(given)), sha256(Buffer.from(token)));
}
