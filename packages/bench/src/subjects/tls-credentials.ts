import { randomBytes } from "node:crypto";
import { createSecureContext } from "node:tls";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import type { TlsCredentials } from "./tls13.ts";

/** The server has an RSA certificate, and the client trusts this one alone. The client stays unknown. */
export function certificate(modulusBits: number): TlsCredentials {
  return {
    async serve() {
      const { certificate, privateKey } = await selfSignedCertificate(modulusBits);
      return { options: { cert: certificate, key: privateKey }, invitation: { certificate } };
    },
    client: ({ certificate }) => ({ secureContext: createSecureContext({ ca: certificate, minVersion }) }),
  };
}

/** Both sides have an RSA certificate, and each trusts the other's alone: both prove who they are, as in a session. */
export function certificates(modulusBits: number): TlsCredentials {
  return {
    async serve() {
      const server = await selfSignedCertificate(modulusBits);
      const client = await selfSignedCertificate(modulusBits);
      return {
        options: {
          ...{ cert: server.certificate, key: server.privateKey, ca: client.certificate },
          ...{ requestCert: true, rejectUnauthorized: true },
        },
        invitation: { ca: server.certificate, cert: client.certificate, key: client.privateKey },
      };
    },
    client: ({ ca, cert, key }) => ({ secureContext: createSecureContext({ ca, cert, key, minVersion }) }),
  };
}

/**
 * Both sides hold a key of 32 bytes and prove it to each other, with X25519 for forward secrecy (psk_dhe_ke, RFC 8446
 * §4.2.9). A key that is set by hand goes with SHA-256 (§4.2.11), so this is AES-128, where the others have AES-256.
 */
export function preSharedKey(): TlsCredentials {
  return {
    async serve() {
      const psk = randomBytes(32);
      const options = { ciphers, pskCallback: (_socket: unknown, identity: string) => (identity === who ? psk : null) };
      return { options, invitation: { psk: psk.toString("base64") } };
    },
    client({ psk = "" }) {
      const key = Buffer.from(psk, "base64");
      return {
        secureContext: createSecureContext({ ciphers, minVersion }),
        pskCallback: () => ({ psk: key, identity: who }),
        // There is no certificate whose name could be looked at.
        checkServerIdentity: () => undefined,
      };
    },
  };
}

const minVersion = "TLSv1.3";
const ciphers = "TLS_AES_128_GCM_SHA256";
const who = "bench";
