// One session whose every event meets a subscriber that throws; prints what came of it.
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { anonymous, anyone, connect, listen } from "@countersign/core";
import { insecurePlain, memory } from "@countersign/core/testing";

const uncaught = [];
process.on("uncaughtException", (error) => uncaught.push(error.message));
for (const word of ["opening", "established", "closed"]) {
  subscribe(`countersign:session:${word}`, ({ session }) => {
    throw new Error(`${session.role} ${word}`);
  });
}

const cipher = insecurePlain();
const identity = await cipher.generateIdentity();
const common = { transport: memory(), cipher };
const server = await listen({ ...common, address: "memory:0", identity, authenticate: anyone() });
server.on("session", (session) => session.on("message", (message) => session.send(message)));
const session = await connect({
  ...common,
  address: server.address,
  server: identity.publicKey,
  authenticate: anonymous(),
});
await session.send("still here");
const [message] = await once(session, "message");
const ended = once(session, "close");
await server.close();
await ended;
console.log(JSON.stringify({ message: message.toString(), uncaught: uncaught.sort() }));
