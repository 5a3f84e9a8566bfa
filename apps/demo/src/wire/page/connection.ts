import type { Dissection, Order, Update } from "../protocol.ts";

/** Hears everything that happens from now on, a snapshot first. `lost` is told when the program is gone, and back. */
export function listen(hear: (update: Update) => void, lost: (gone: boolean) => void): void {
  const source = new EventSource("events");
  source.onmessage = ({ data }) => {
    lost(false);
    for (const update of JSON.parse(data) as Update[]) hear(update);
  };
  source.onerror = () => lost(true);
}

/** Resolves with what stands against it, or undefined when it is under way. */
export async function order(what: Order): Promise<string | undefined> {
  try {
    const answer = await fetch("order", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
    });
    return answer.ok ? undefined : await answer.text();
  } catch {
    return "The program behind this page is gone.";
  }
}

/** Undefined: the packet is not kept any more. */
export async function askForPacket(number: number): Promise<Dissection | undefined> {
  const answer = await fetch(`packet?number=${number}`);
  return answer.ok ? ((await answer.json()) as Dissection) : undefined;
}
