import type { AuthContext } from "@countersign/core";
import type { ChannelBinding } from "./exchange/channel-binding.ts";

/** As the peers name it. */
export const mechanism = "scram-sha-256";

/** Binds every proof to one session, and to the server's challenge in it (spec: ). */
export function sessionChannel({ binding, challenge }: AuthContext): ChannelBinding {
  return { gs2Header: "p=countersign-exporter,,", data: Buffer.concat([binding, challenge]) };
}

/** 24 random bytes in base64: 32 characters, none of them ",". */
export function newNonce({ random }: AuthContext): string {
  return Buffer.from(random(nonceBytes)).toString("base64");
}

const nonceBytes = 24;
