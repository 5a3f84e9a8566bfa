import { randomBytes } from "node:crypto";

/**
 * Bytes in front of every packet from client to server (spec: W-10). They find the link, wherever the client is by now:
 * nobody off the path guesses them, and whoever sees them may reach the link, but not the session, whose packets are
 * sealed.
 */
export const routeIdBytes = 8;

/** A client draws one for each link. */
export function drawRouteId(): Buffer {
  return randomBytes(routeIdBytes);
}

/** The route id of a datagram as a key of maps. */
export function routeOf(datagram: Buffer): string {
  return datagram.toString("latin1", 0, routeIdBytes);
}
