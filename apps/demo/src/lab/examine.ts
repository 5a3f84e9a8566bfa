import type { Lab, LabResult } from "./lab.ts";
import { noPage, type Page } from "./page.ts";

/** Runs a lab, and writes it up as it goes. */
export async function examine(lab: Lab, page: Page = noPage): Promise<LabResult> {
  page.heading(lab.title);
  page.text(lab.practice);
  const naive = await lab.attackNaive();
  for (const line of naive.evidence) page.item(line);
  page.verdict(naive.broken ? "It broke." : "It did not break: the attack has failed.", !naive.broken);
  page.heading("Why");
  page.text(lab.why);
  page.heading("The same attack on Countersign");
  page.text(lab.defence);
  const ours = await lab.attackOurs();
  for (const line of ours.evidence) page.item(line);
  page.verdict(ours.held ? `It held. ${ours.stoppedBy}` : "It broke: this is a fault of ours.", ours.held);
  return {
    name: lab.name,
    naive: naive.broken ? "broke" : "held",
    ours: ours.held ? "held" : "broke",
    evidence: { naive: naive.evidence, ours: ours.evidence },
    stoppedBy: ours.stoppedBy,
  };
}

/** The naive protocol broke, and ours held. */
export function isAsItShouldBe({ naive, ours }: LabResult): boolean {
  return naive === "broke" && ours === "held";
}
