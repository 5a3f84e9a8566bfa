import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { groupBytes } from "../src/group.ts";
import { OutgoingGroups } from "../src/outgoing-groups.ts";
import { until } from "./recorder.ts";

async function connected(): Promise<Socket> {
  const server = createServer((peer) => void peer.resume());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  await once(socket, "connect");
  return socket;
}

it("never gives two links the same memory, whoever forgot to end a loan", async () => {
  const socket = await connected();
  let taken = 0;
  const groups = new OutgoingGroups(socket, () => void taken++);
  const send = (bytes: number) => {
    groups.reserve(bytes);
    groups.commit(bytes);
    groups.flush();
  };
  send(groupBytes - 5_000);
  groups.reserve(100);
  // Does not fit behind that loan.
  send(10_000);
  send(10_000);
  await until(() => taken === 3);
  const [one, other] = [new OutgoingGroups(socket, () => {}), new OutgoingGroups(socket, () => {})];
  expect(one.reserve(10)?.buffer).not.toBe(other.reserve(10)?.buffer);
});
