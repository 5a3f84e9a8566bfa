import { profileCpu } from "../cpu/profile-cpu.ts";
import { Connection } from "./connection.ts";
import type { Found } from "./measure.ts";
import type { Stage } from "./stage.ts";

/** Does `work` and says where both processes' CPU time went meanwhile. The server is asked over a connection of its own. */
export async function profiled({ transport, dial }: Stage, work: () => Promise<Found>): Promise<Found> {
  const watch = transport === "none" ? undefined : await Connection.open(dial);
  await watch?.startProfile();
  const stop = await profileCpu();
  const found = await work();
  const client = await stop();
  const server = (await watch?.readProfile()) ?? null;
  await watch?.close();
  return { ...found, cpu: { client, server } };
}
