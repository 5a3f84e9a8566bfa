export type { TcpOptions } from "./options.ts";
export { tcp } from "./tcp.ts";
