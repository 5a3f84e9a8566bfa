import type { Packet } from "../relay/capture.ts";

/** What the page says of it. */
export function commentOn({ number, remark }: Packet): { readonly comment: string } {
  return { comment: remark === undefined ? `packet ${number}` : `packet ${number}, ${remark}` };
}
