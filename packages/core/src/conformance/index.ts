export { type TestRunner, type TransportSubject, transportConformance } from "./transport.ts";
