import type { Phase, Sample, Stand, Update } from "../protocol.ts";
import { listen, order } from "./connection.ts";
import { byId } from "./dom.ts";
import { Inspector } from "./inspector.ts";
import { Network } from "./network.ts";
import { Packets } from "./packets.ts";
import { Screen } from "./screen.ts";
import { Setup } from "./setup.ts";
import { Tools } from "./tools.ts";

const phases: Readonly<Record<Phase, string>> = {
  idle: "nothing is open",
  opening: "handshake…",
  open: "open",
  ended: "over",
};

const phaseSign = byId("phase", HTMLParagraphElement);
const complaintSign = byId("complaint", HTMLParagraphElement);
const hold = byId("hold", HTMLInputElement);
const capture = byId("capture", HTMLAnchorElement);

function complain(complaint: string | undefined): void {
  complaintSign.textContent = complaint ?? "";
  complaintSign.hidden = complaint === undefined;
}

const setup = new Setup(complain);
const screens = { client: new Screen("client", complain), server: new Screen("server", complain) };
const packets = new Packets((number) => void inspector.show(number), complain);
const inspector = new Inspector(
  (number) => packets.mark(number),
  (number) => void tools.replay(number),
);
const network = new Network(complain);
const tools = new Tools(() => inspector.shown, complain);

hold.addEventListener("change", async () => complain(await order({ do: "hold", on: hold.checked })));
listen(hear, (gone) => {
  document.body.classList.toggle("gone", gone);
  if (gone) complain("The program behind this page is gone. Start pnpm demo again.");
  else if (!complaintSign.hidden && complaintSign.textContent?.startsWith("The program")) complain(undefined);
});

function hear(update: Update): void {
  switch (update.type) {
    case "snapshot": {
      const { choices, stand, lines, samples, cases, ...snapshot } = update.snapshot;
      clear();
      setup.offer(choices, stand.settings);
      show(stand);
      for (const line of lines) screens[line.side].add(line);
      for (const packet of snapshot.packets) packets.put(packet);
      for (const one of cases) tools.put(one);
      count(...samples);
      break;
    }
    case "cleared":
      return clear();
    case "stand":
      return show(update.stand);
    case "line":
      return screens[update.line.side].add(update.line);
    case "packet":
      return packets.put(update.packet);
    case "case":
      return tools.put(update.case);
    case "counters":
      return count(update.sample);
  }
}

function clear(): void {
  complain(undefined);
  inspector.close();
  for (const part of [screens.client, screens.server, packets, network, tools]) part.clear();
}

function show(stand: Stand): void {
  const { phase, suite, holding } = stand;
  phaseSign.textContent = phases[phase];
  phaseSign.dataset.phase = phase;
  phaseSign.title = suite;
  hold.checked = holding;
  capture.toggleAttribute("hidden", phase === "idle");
  setup.show(stand);
  network.show(stand);
  tools.show(stand);
  for (const screen of Object.values(screens)) screen.show(stand);
}

function count(...samples: readonly Sample[]): void {
  network.add(...samples);
  const newest = samples.at(-1);
  if (!newest) return;
  screens.client.count(newest.client);
  screens.server.count(newest.server);
}
