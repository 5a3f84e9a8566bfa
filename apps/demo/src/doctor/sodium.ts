import { sealedBox } from "@countersign/cipher-sealedbox";
import type { Check } from "./finding.ts";

export const sodium: Check = {
  topic: "libsodium",
  async look() {
    const cipher = await sealedBox();
    const identity = await cipher.generateIdentity();
    const { secret, sealed } = identity.publicKey.encapsulate();
    const opened = await identity.decapsulate(sealed);
    const works = Buffer.compare(secret, opened) === 0;
    const trouble = "libsodium's sealed boxes do not open: install the dependencies anew, or use hybrid().";
    return {
      lines: [
        `it loads, and ${works ? "opens what it has sealed" : "does not open what it has sealed"}: ${cipher.name}`,
      ],
      ...(!works && { trouble }),
    };
  },
};
