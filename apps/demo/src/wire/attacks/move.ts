import type { AttackTool } from "./tool.ts";

/** No attack: a NAT that has forgotten its client, or a telephone that leaves the house. */
export const move: AttackTool = {
  id: "move",
  label: "Change the client's address",
  about: "From now on the client's datagrams come from another port, as when a telephone changes networks.",
  aimed: false,
  lesson: {
    tcp: "",
    udp: "The route id finds the session, wherever the datagram comes from. The server challenges the new address inside of the session, the client answers from there, and everything goes on: no new handshake, nothing lost.",
  },
  unfit: ({ wire }) => (wire.isLossy ? undefined : "A TCP connection ends when one of its addresses changes."),
  async run({ conversation, see }) {
    const { wire, client, server } = conversation;
    const before = server.session?.remoteAddress;
    await wire.datagrams?.move();
    client.say("I have moved");
    const moved = await until(() => server.session?.remoteAddress !== before);
    const after = server.session?.remoteAddress;
    see({
      where: "server",
      text: moved ? `spoke to ${before}, speaks to ${after}` : `still speaks to ${before}`,
      good: moved,
    });
    server.say("I see you");
    return `The client speaks from port ${wire.ports.client} now, and does not know it.`;
  },
};

async function until(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 60 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 50));
  return condition();
}
