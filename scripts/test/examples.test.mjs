import { expect, it } from "vitest";
import { examplesOf } from "../check/examples.mjs";
import { runPair } from "../check/readme.mjs";
import { inTree } from "./tree.mjs";

const page = `# Title

npm install @a/one @a/two

<!-- file: server.mjs -->
\`\`\`js
const a = \`b\`;
\`\`\`

<!-- prints: server.mjs -->

\`\`\`
one
two
\`\`\`

\`\`\`js
not.marked();
\`\`\`
`;

it("takes marked blocks and the packages to install from a page", () => {
  expect(examplesOf(page)).toEqual({
    packages: ["@a/one", "@a/two"],
    files: new Map([["server.mjs", "const a = `b`;\n"]]),
    prints: new Map([["server.mjs", "one\ntwo\n"]]),
  });
});

const files = new Map([
  [
    "server.mjs",
    `import { createServer } from "node:net";
     const server = createServer((socket) => socket.on("data", (data) => console.log(process.env.ALICE_KEY ? String(data) : "no key")));
     server.listen(Number("127.0.0.1:7000".split(":")[1]), () => console.log("listening"));`,
  ],
  [
    "client.mjs",
    `import { connect } from "node:net";
     connect(Number("127.0.0.1:7000".split(":")[1])).end("hello");
     console.log("sent");`,
  ],
]);
const prints = new Map([
  ["server.mjs", "listening\nhello\n"],
  ["client.mjs", "sent\n"],
]);

it("runs the two programs against each other", async () => {
  await inTree({}, (folder) => runPair(folder, files, prints));
});

it.each([
  ["server.mjs", "listening\ngood bye\n", "server.mjs should print"],
  ["server.mjs", "ready\nhello\n", "server.mjs should print"],
  ["client.mjs", "received\n", "client.mjs should print"],
])("fails when %s should print %j", async (name, text, reason) => {
  const otherwise = new Map([...prints, [name, text]]);
  await expect(inTree({}, (folder) => runPair(folder, files, otherwise))).rejects.toThrow(reason);
});

it("fails when a program fails, or is missing", async () => {
  const broken = new Map([...files, ["client.mjs", 'console.log("sent"); process.exitCode = 3;']]);
  await expect(inTree({}, (folder) => runPair(folder, broken, prints))).rejects.toThrow("client.mjs exited with 3");
  await expect(inTree({}, (folder) => runPair(folder, new Map(), prints))).rejects.toThrow("no block for server.mjs");
});
