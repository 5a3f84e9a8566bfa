export { FramedSocket, socketOptions } from "./subjects/framed-socket.ts";
export { raw } from "./subjects/raw.ts";
export { rawUdp } from "./subjects/raw-udp/raw-udp.ts";
export { type BenchCipher, session } from "./subjects/session.ts";
export type { Accept, Dial, Ends, Invitation, Pipe, Serving, Setting, Sink, Subject } from "./subjects/subject.ts";
