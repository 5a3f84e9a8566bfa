export type { UdpOptions } from "./options.ts";
export { udp } from "./udp.ts";
export type { UdpSocketEvent } from "./udp-socket.ts";
