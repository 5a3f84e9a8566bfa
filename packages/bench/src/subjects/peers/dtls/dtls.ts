import { X509Certificate } from "node:crypto";
import type { Socket } from "node:dgram";
import type { DtlsSocket } from "werift-dtls/lib/dtls/src/index.js";
import { openDatagramSocket } from "../../datagram-socket.ts";
import { PacketPipe } from "../../raw-udp/packet-pipe.ts";
import { selfSignedCertificate } from "../../self-signed-certificate.ts";
import type { Accept, Ends, Sink } from "../../subject.ts";
import { PeerTransport } from "./peer-transport.ts";

/**
 * Peer: DTLS 1.2 (RFC 6347) of werift-dtls, in JavaScript, with the server's RSA certificate, which the client pins. It
 * repeats nothing after the handshake, so raw UDP's packets and acknowledgements are inside of it. `packetBytes`: of a
 * datagram, or what a record holds if that is less. Rejects where it is not installed.
 */
export async function dtls(packetBytes: number): Promise<Ends> {
  // Its entry names a file that it does not have.
  const { DtlsClient, DtlsServer } = await import("werift-dtls/lib/dtls/src/index.js");
  const contentBytes = Math.min(packetBytes, mostRecordBytes) - overheadBytes;
  return {
    async serve(accept) {
      const { certificate, privateKey } = await selfSignedCertificate(2048);
      const socket = await openDatagramSocket();
      const credentials = { cert: certificate, key: privateKey, signatureHash: rsaWithSha256 };
      const open = (transport: PeerTransport) =>
        new DtlsServer({ ...credentials, transport, extendedMasterSecret: true });
      serveClients(socket, contentBytes, open, accept);
      const address = `127.0.0.1:${socket.address().port}`;
      return { invitation: { address, certificate }, close: async () => void socket.close() };
    },

    async client({ address, certificate = "" }) {
      const pinned = new X509Certificate(certificate).raw;
      return async (sink) => {
        const socket = await openDatagramSocket(address);
        const transport = new PeerTransport(socket.address(), (data) => socket.send(data));
        socket.on("message", (data) => transport.receive(data));
        const client = new DtlsClient({ transport, extendedMasterSecret: true });
        return connected(client, socket, { contentBytes, pinned, sink });
      };
    },
  };
}

function serveClients(
  socket: Socket,
  contentBytes: number,
  open: (transport: PeerTransport) => DtlsSocket,
  accept: Accept,
): void {
  const clients = new Map<string, PeerTransport>();
  socket.on("message", (data, { address, port }) => {
    const key = `${address}:${port}`;
    const known = clients.get(key);
    if (known) return known.receive(data);
    const transport = new PeerTransport(socket.address(), (answer) => socket.send(answer, port, address));
    clients.set(key, transport);
    const server = open(transport);
    const pipe = pipeOver(server, socket, contentBytes, () => clients.delete(key));
    server.onConnect.once(() => pipe.read(accept(pipe)));
    transport.receive(data);
  });
}

interface Dialling {
  readonly contentBytes: number;
  readonly pinned: Buffer;
  readonly sink: Sink;
}

async function connected(
  client: DtlsSocket & { connect(): Promise<void> },
  socket: Socket,
  { contentBytes, pinned, sink }: Dialling,
): Promise<PacketPipe> {
  const pipe = pipeOver(client, socket, contentBytes, () => void socket.close());
  pipe.read(sink);
  // The library calls a repeated answer an error, too, so what counts is whether it connects in time.
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no handshake within ${patienceMs} ms`)), patienceMs);
    client.onConnect.once(() => resolve());
    socket.on("error", reject);
    client.connect().catch(reject);
  }).finally(() => clearTimeout(timer));
  // The library leaves it to its users to look at the certificate.
  if (client.remoteCertificate?.equals(pinned)) return pipe;
  pipe.end();
  throw new Error("the server has another certificate");
}

function pipeOver(dtls: DtlsSocket, socket: Socket, contentBytes: number, leave: () => void): PacketPipe {
  const pipe = new PacketPipe({
    packetBytes: contentBytes,
    send: (packet, taken) => void dtls.send(packet).then(taken),
    get busy() {
      return socket.getSendQueueCount() > 0;
    },
    leave,
  });
  dtls.onData.subscribe((packet) => pipe.receive(packet));
  return pipe;
}

/** As TLS 1.2 numbers them (RFC 5246 §7.4.1.4.1). */
const rsaWithSha256 = { hash: 4, signature: 1 } as const;
/** Header, explicit nonce and tag (RFC 6347 §4.1, RFC 5288 §3). */
const overheadBytes = 13 + 8 + 16;
const mostRecordBytes = 16_384;
const patienceMs = 15_000;
