export { type StreamLinkOptions, streamLink } from "./stream-link.ts";
