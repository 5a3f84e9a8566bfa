import { once } from "node:events";
import { connect } from "node:tls";
import { describe, expect, it } from "vitest";
import { Connection } from "../../src/measure/connection.ts";
import { Peer } from "../../src/measure/peer.ts";
import { selfSignedCertificate } from "../../src/subjects/self-signed-certificate.ts";
import { tls13 } from "../../src/subjects/tls13.ts";

async function stage(modulusBits: number) {
  const ends = tls13(modulusBits);
  const { invitation, close } = await ends.serve((pipe) => new Peer(pipe));
  return { ends, invitation, close };
}

describe("tls13", () => {
  it("speaks TLS 1.3 under AES-256-GCM, with a certificate of the size it is named for", async () => {
    const { invitation, close } = await stage(3072);
    const socket = connect({ host: "127.0.0.1", port: Number(invitation.port), ca: invitation.certificate });
    await once(socket, "secureConnect");
    expect(socket.getProtocol()).toBe("TLSv1.3");
    expect(socket.getCipher().name).toBe("TLS_AES_256_GCM_SHA384");
    expect(socket.getPeerCertificate()).toMatchObject({ bits: 3072 });
    socket.destroy();
    await close();
  });

  it("does not connect to a server with another certificate", async () => {
    const { ends, invitation, close } = await stage(2048);
    const { certificate } = await selfSignedCertificate(2048);
    const dial = await ends.client({ port: invitation.port as string, certificate });
    await expect(Connection.open(dial)).rejects.toThrow(/self-signed certificate/);
    await close();
  });

  it("refuses a client that offers less than TLS 1.3", async () => {
    const { invitation, close } = await stage(2048);
    const options = { host: "127.0.0.1", port: Number(invitation.port), ca: invitation.certificate } as const;
    const socket = connect({ ...options, maxVersion: "TLSv1.2" });
    await expect(once(socket, "secureConnect")).rejects.toThrow(/protocol version/);
    await close();
  });
});
