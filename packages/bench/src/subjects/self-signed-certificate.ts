import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import forge from "node-forge";

export interface SelfSigned {
  /** X.509 in PEM, for 127.0.0.1, valid for a day. */
  readonly certificate: string;
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
}

/** Node makes RSA keys but no certificates; node-forge writes and signs the one that a TLS server must show. */
export async function selfSignedCertificate(modulusBits: number): Promise<SelfSigned> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: modulusBits,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date(Date.now() - dayMs);
  certificate.validity.notAfter = new Date(Date.now() + dayMs);
  certificate.setSubject([{ name: "commonName", value: "benchmark" }]);
  certificate.setIssuer([{ name: "commonName", value: "benchmark" }]);
  certificate.setExtensions([{ name: "subjectAltName", altNames: [{ type: ipAddress, ip: "127.0.0.1" }] }]);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), privateKey };
}

const dayMs = 24 * 60 * 60 * 1000;
/** iPAddress, the seventh form of GeneralName (RFC 5280 §4.2.1.6). */
const ipAddress = 7;
