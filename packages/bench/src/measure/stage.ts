import type { TransportName } from "../scenarios/shape.ts";
import type { Dial, Ends, Invitation, Sealing } from "../subjects/subject.ts";
import { Peer } from "./peer.ts";

/** What a client's process has to measure with. */
export interface Stage {
  readonly transport: TransportName;
  readonly dial: Dial;
  /** The server's place, "host:port". */
  readonly address: string;
  /** A dial to the same server by way of another place. */
  dialBy(address: string): Promise<Dial>;
  readonly sealing: Sealing | undefined;
}

/** Where there is no transport, the server is in this process too. Rejects when the subject makes nothing of the invitation. */
export async function stageOf(transport: TransportName, ends: Ends, invited: Invitation): Promise<Stage> {
  const invitation = transport === "none" ? (await ends.serve((pipe) => new Peer(pipe))).invitation : invited;
  const { address = "" } = invitation;
  const dialBy = (other: string) => ends.client({ ...invitation, address: other });
  return { transport, dial: await ends.client(invitation), address, dialBy, sealing: ends.sealing };
}
