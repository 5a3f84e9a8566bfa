import { protectionsOf } from "../advice/protection.ts";
import type { Report } from "../report.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** What each choice protects: speed is not all that is bought. */
export function protectionSection({ scenarios, config }: Report): Markup {
  const columns = ["encryption", "forward secrecy", "who is proven", "against replay", "reliable delivery"];
  return html`<section id="protection">
<h2>What each choice protects</h2>
<div class="scroll" role="region" aria-labelledby="protection-caption" tabindex="0"><table>
<caption id="protection-caption">Each subject as it was measured</caption>
<thead><tr><th scope="col">subject</th><th scope="col">over</th>${columns.map((column): Part => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${protectionsOf(scenarios, config.unprotected).map((each): Part => {
    const cells = [each.encryption, each.forwardSecrecy, each.authentication, each.replay, each.delivery];
    return html`<tr><th scope="row">${each.subject}</th><td>${each.transport.toUpperCase()}</td>${cells.map(cellOf)}</tr>`;
  })}</tbody>
</table></div>
</section>`;
}

function cellOf(text: string): Markup {
  const { sign, colour } = looks.find(({ of }) => of.test(text)) ?? { sign: "", colour: "" };
  return html`<td class="${colour}">${sign}${text}</td>`;
}

const looks = [
  { of: /^(yes|both)/, sign: "✓ ", colour: "good" },
  { of: /^(no|nobody)\b/, sign: "– ", colour: "bad" },
];
