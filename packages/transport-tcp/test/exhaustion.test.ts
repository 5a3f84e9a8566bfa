import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { tcp } from "../src/index.ts";
import { Recorder, send, until } from "./recorder.ts";

it.skipIf(process.platform === "win32")(
  "a listener outlives a lack of file descriptors",
  { timeout: 30_000 },
  async () => {
    const { address, request } = await limitedListener(256);
    const before = await dialAndSend(address);
    await until(() => before.packets.length === 1);

    expect(await request("exhaust")).toBe("EMFILE");
    for (let attempt = 0; attempt < 3; attempt++) {
      const refused = await dialAndSend(address);
      await until(() => refused.ends.length === 1);
      expect(refused.packets).toEqual([]);
    }

    await request("free");
    const after = await dialAndSend(address);
    await until(() => after.packets.length === 1);
    expect(before.ends).toEqual([]);
    // libuv accepts and closes such connections by itself and tells nobody, unless it is short of even one descriptor.
    expect(["", "EMFILE"]).toContain([...new Set((await request("faults")) as string[])].join());
  },
);

/** A listener in a process of its own, which may have so many descriptors. */
async function limitedListener(descriptors: number) {
  const path = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const node = [process.execPath, "--import", path("run-typescript.mjs"), path("exhausted-listener.ts")];
  const limited = ["-c", `ulimit -n ${descriptors} && exec "$@"`, "sh", ...node];
  const child = spawn("sh", limited, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  onTestFinished(() => void child.kill());
  const [address] = await once(child, "message");
  const request = async (name: string): Promise<unknown> => {
    child.send(name);
    return (await once(child, "message"))[0];
  };
  return { address: address as string, request };
}

async function dialAndSend(address: string): Promise<Recorder> {
  const link = await tcp().dial(address);
  onTestFinished(() => link.abort());
  const sink = new Recorder();
  link.start(sink);
  send(link, Buffer.from("hello"));
  return sink;
}
