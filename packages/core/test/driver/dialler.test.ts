import { expect, it } from "vitest";
import { systemClock } from "../../src/driver/clock.ts";
import { dial } from "../../src/driver/dialler.ts";
import { drawClientKeys } from "../../src/handshake/client-keys.ts";
import type { Link, Transport } from "../../src/link.ts";
import { memory } from "../../src/testing/index.ts";
import { cipher, identity } from "../fixtures/machine-pair.ts";

it("leaves no link behind when no session can be made for it", async () => {
  const transport = memory();
  const accepted: Link[] = [];
  const ends: unknown[] = [];
  const listener = await transport.listen("memory:0", {
    screen: () => "ignore",
    accept: (link) => {
      accepted.push(link);
      link.start({
        handlePacket() {},
        handleTurnEnd() {},
        handleWritable() {},
        handleHint() {},
        handleEnd: (cause) => ends.push(cause),
      });
    },
    handleFault() {},
  });
  const options = {
    transport: transport as Transport,
    address: listener.address,
    clock: systemClock,
    draw: () => drawClientKeys(cipher, identity.publicKey),
    configure: () => {
      throw new RangeError("no such session");
    },
  };
  await expect(dial(options, () => expect.unreachable())).rejects.toThrow("no such session");
  await expect.poll(() => ends).toHaveLength(1);
  await listener.close();
});
