import type { WireCount } from "../../wire/wire-tally.ts";
import { overTransport, sayShape } from "../advice/say.ts";
import type { Report, ScenarioReport } from "../report.ts";
import { drawStacks, type Stack } from "./chart/stack.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** What goes over the wire for a handshake, and for a message. It is counted, so it has no interval. */
export function wireSection({ scenarios }: Report): Markup | undefined {
  const rows = scenarios.flatMap((row) => (row.wire ? [{ row, wire: row.wire }] : []));
  if (rows.length === 0) return undefined;
  const titles = [...new Set(rows.map(({ row }) => titleOf(row)))];
  return html`<section id="wire">
<h2>Bytes on the wire</h2>
<p class="note">Without the headers of IP, TCP and UDP. A flight is what goes one way until the other side answers: four are two round trips.</p>
<p class="note legend"><span class="bar s0">from the client</span> <span class="bar s1">from the server</span></p>
<div class="panels">${titles.map((title, index): Part => {
    const own = rows.filter(({ row }) => titleOf(row) === title);
    const drawing = drawStacks(
      `wire-${index}`,
      title,
      own.map(({ row, wire }) => stackOf(row, wire)),
      false,
    );
    return html`<figure><figcaption>${title}</figcaption>${drawing}</figure>`;
  })}</div>
</section>`;
}

function titleOf(row: ScenarioReport): string {
  const what = row.size === null ? "A handshake" : "A message of";
  const shape = sayShape(row);
  return `${what}${shape === "" ? "" : ` ${shape}`} ${overTransport(row.transport)}`;
}

function stackOf({ subject, authentication }: ScenarioReport, wire: WireCount): Stack {
  const { bytesThere, bytesBack, packetsThere, packetsBack, flights } = wire;
  const packets = packetsThere + packetsBack;
  return {
    name: subject,
    note: authentication,
    parts: [
      { name: "from the client", colour: "s0", value: bytesThere },
      { name: "from the server", colour: "s1", value: bytesBack },
    ],
    total: `${(bytesThere + bytesBack).toLocaleString("en")} B`,
    detail: `${packets} ${packets === 1 ? "packet" : "packets"} in ${flights} ${flights === 1 ? "flight" : "flights"}`,
  };
}
