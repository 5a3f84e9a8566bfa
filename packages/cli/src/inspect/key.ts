import { readKey } from "../keys/key-file.ts";

export async function describeKey(file: string): Promise<readonly string[]> {
  const { half, encrypted, cipher, kind, fingerprint } = await readKey(file);
  return [
    `a server's ${half} key${encrypted ? ", encrypted" : ""}: ${kind}`,
    `cipher       ${cipher}`,
    `fingerprint  ${fingerprint}`,
    ...(half === "private" && !encrypted ? ["whoever can read this file can be the server"] : []),
  ];
}
