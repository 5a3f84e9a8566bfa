import { once } from "node:events";
import { type ConnectionOptions, connect } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { Connection } from "../../src/measure/connection.ts";
import { Peer } from "../../src/measure/peer.ts";
import { selfSignedCertificate } from "../../src/subjects/self-signed-certificate.ts";
import type { Invitation, Serving } from "../../src/subjects/subject.ts";
import { certificate, certificates, preSharedKey } from "../../src/subjects/tls-credentials.ts";
import { type TlsCredentials, tls13 } from "../../src/subjects/tls13.ts";

let served: Serving[] = [];
afterEach(async () => {
  await Promise.all(served.map((serving) => serving.close()));
  served = [];
});

/** A server, and how many clients it was sure of. */
async function stage(credentials: TlsCredentials) {
  const counts = { accepted: 0 };
  const ends = tls13(credentials);
  const serving = await ends.serve((pipe) => {
    counts.accepted++;
    return new Peer(pipe);
  });
  served.push(serving);
  const dial = async (changes: Invitation = {}) => ends.client({ ...serving.invitation, ...changes });
  return { invitation: serving.invitation, dial, counts };
}

/** A plain client of node:tls, connected. */
async function connected(invitation: Invitation, options: ConnectionOptions) {
  const { port } = new URL(`tcp://${invitation.address}`);
  const socket = connect({ host: "127.0.0.1", port: Number(port), ...options });
  await once(socket, "secureConnect");
  return socket;
}

describe("tls13 with a certificate", () => {
  it("speaks TLS 1.3 under AES-256-GCM, with a certificate of the size it is named for", async () => {
    const { invitation } = await stage(certificate(3072));
    const socket = await connected(invitation, { ca: invitation.certificate });
    expect(socket.getProtocol()).toBe("TLSv1.3");
    expect(socket.getCipher().name).toBe("TLS_AES_256_GCM_SHA384");
    expect(socket.getPeerCertificate()).toMatchObject({ bits: 3072 });
    socket.destroy();
  });

  it("does not connect to a server with another certificate", async () => {
    const { dial } = await stage(certificate(2048));
    const { certificate: other } = await selfSignedCertificate(2048);
    await expect(Connection.open(await dial({ certificate: other }))).rejects.toThrow(/self-signed certificate/);
  });

  it("refuses a client that offers less than TLS 1.3", async () => {
    const { invitation } = await stage(certificate(2048));
    const options = { ca: invitation.certificate, maxVersion: "TLSv1.2" } as const;
    await expect(connected(invitation, options)).rejects.toThrow(/protocol version/);
  });
});

describe("tls13 with certificates on both sides", () => {
  it("greets a client with its certificate, and none with another or without any", async () => {
    const { dial, counts } = await stage(certificates(2048));
    const stranger = await selfSignedCertificate(2048);
    const other = { cert: stranger.certificate, key: stranger.privateKey };
    await expect(Connection.open(await dial(other))).rejects.toThrow();
    await expect(Connection.open(await dial({ cert: "", key: "" }))).rejects.toThrow();
    expect(counts.accepted).toBe(0);
    const connection = await Connection.open(await dial());
    expect(counts.accepted).toBe(1);
    await connection.close();
  });

  it("does not connect to a server with another certificate", async () => {
    const { dial } = await stage(certificates(2048));
    const { certificate: ca } = await selfSignedCertificate(2048);
    await expect(Connection.open(await dial({ ca }))).rejects.toThrow(/self-signed certificate/);
  });
});

describe("tls13 with a pre-shared key", () => {
  it("agrees on fresh keys, beside the one that both have", async () => {
    const { invitation } = await stage(preSharedKey());
    const psk = Buffer.from(invitation.psk ?? "", "base64");
    const socket = await connected(invitation, {
      ciphers: "TLS_AES_128_GCM_SHA256",
      minVersion: "TLSv1.3",
      pskCallback: () => ({ psk, identity: "bench" }),
      checkServerIdentity: () => undefined,
    });
    expect(socket.getProtocol()).toBe("TLSv1.3");
    expect(socket.getEphemeralKeyInfo()).toMatchObject({ type: "ECDH", name: "X25519" });
    expect(socket.getPeerCertificate()).toEqual({});
    socket.destroy();
  });

  it("greets a client with the key, and none with another", async () => {
    const { dial, counts } = await stage(preSharedKey());
    const psk = Buffer.alloc(32, 1).toString("base64");
    await expect(Connection.open(await dial({ psk }))).rejects.toThrow();
    expect(counts.accepted).toBe(0);
    const connection = await Connection.open(await dial());
    await connection.close();
    expect(counts.accepted).toBe(1);
  });
});
