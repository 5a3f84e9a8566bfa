import type { Invitation } from "../subject.ts";
import type { ByteStream } from "./stream-pipe.ts";

/** Makes a stream that protects what goes over another one. Rejects when it is not the right peer that answers. */
export type Secure = (raw: ByteStream) => Promise<ByteStream>;

/** How both ends protect their streams. */
export interface StreamSecurity {
  /** In the server's process, once. `invitation`: what a client has to know. */
  serve(): { readonly secure: Secure; readonly invitation: Invitation };
  /** In the client's process, once. */
  client(invitation: Invitation): Secure;
}

/** As it came. */
export const noSecurity: StreamSecurity = {
  serve: () => ({ secure: async (raw) => raw, invitation: {} }),
  client: () => async (raw) => raw,
};
