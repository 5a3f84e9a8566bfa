import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openMeter } from "../../src/wire/meter.ts";

describe("a meter over TCP", () => {
  it("passes everything on in both directions, counts it, and ends what the other side ends", async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("data", (data) => socket.write(data.subarray(0, 100)));
      socket.on("end", () => socket.end());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const meter = await openMeter("tcp", `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const client = connect(Number(new URL(`tcp://${meter.address}`).port), "127.0.0.1");
    client.write(Buffer.alloc(1_000, 7));
    const [answer] = await once(client, "data");
    expect(answer).toEqual(Buffer.alloc(100, 7));
    expect(meter.take()).toEqual({ bytesThere: 1_000, bytesBack: 100, packetsThere: 1, packetsBack: 1, flights: 2 });
    client.end();
    await once(client, "close");
    meter.close();
    server.close();
  });
});

describe("a meter over UDP", () => {
  it("passes datagrams on, to each client its own answers, and counts them", async () => {
    const server = createSocket("udp4");
    server.on("message", (datagram, { port, address }) => server.send(datagram.subarray(1), port, address));
    server.bind(0, "127.0.0.1");
    await once(server, "listening");
    const meter = await openMeter("udp", `127.0.0.1:${server.address().port}`);
    const port = Number(new URL(`udp://${meter.address}`).port);
    const clients = [createSocket("udp4"), createSocket("udp4")];
    for (const [index, client] of clients.entries()) {
      client.send(Buffer.of(0, index, 9), port, "127.0.0.1");
      const [answer] = await once(client, "message");
      expect(answer).toEqual(Buffer.of(index, 9));
    }
    expect(meter.take()).toEqual({ bytesThere: 6, bytesBack: 4, packetsThere: 2, packetsBack: 2, flights: 4 });
    for (const socket of [...clients, server]) socket.close();
    meter.close();
  });
});
