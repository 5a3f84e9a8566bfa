import { once } from "node:events";
import { createServer } from "node:net";
import type { Check } from "./finding.ts";

/** Where the chat listens unless it is told another port. */
const chatPort = 7000;

export const port: Check = {
  topic: `port ${chatPort}`,
  async look() {
    const refusal = await refusalAt(chatPort);
    if (refusal === undefined) return { lines: ["free: a server can listen there"] };
    const inUse = refusal === "EADDRINUSE";
    const meaning = inUse ? "somebody listens there already, a server of yours perhaps" : "nobody may listen there";
    return { lines: [`${meaning} (${refusal}); any other port will do`] };
  },
};

/** Why the system lets nobody listen there. */
async function refusalAt(portNumber: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(portNumber, "127.0.0.1");
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    server.close();
  }
}
