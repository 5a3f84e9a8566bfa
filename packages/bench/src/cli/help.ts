export const help = `Measures what each choice of cipher and transport costs on this machine.

  pnpm bench [options]                 measure
  pnpm bench report FILE [options]     draw again what a run left in FILE: JSON, or an HTML report

  --profile NAME   smoke (10 s, correctness more than numbers), quick (90 s, default), full (20 min)
  --transport LIST some of tcp,udp,none (default: all; none: within one process)
  --filter GLOB    only scenarios whose id matches: kind/transport/subject/authentication/size/packet/load.
                   The first parts are enough: --filter handshake, --filter 'throughput/*/{raw,hybrid-*}'.
                   May be given more than once.
  --json FILE      write all numbers to FILE
  --html FILE      write the report as one page that needs no network; default: bench-report.html
  --md FILE        write it as Markdown, --csv FILE as a table of all rows
  --save-baseline NAME   keep the run in .bench/NAME.json, or in NAME where that is a path
  --compare NAME         say what changed since that run
  --fail-on-regression 10%   with --compare: exit with 1 when a scenario is worse by more, beyond doubt
  --seed N         order of the rounds, resampling, what the relay loses; default: random, and printed
  --rounds N       exactly N rounds, however long they take
  --subject FILE   also measure the subjects that this module exports (docs/benchmarking.md)
  --peers          also measure what a user might take instead, where it is installed
  --sessions N     idle sessions that memory is weighed with, at most 10000
  --profile-cpu    also say where CPU time goes: socket, framing, crypto, authentication, garbage collection
  --list           print the ids of the scenarios and measure nothing
  --help           print this

Through a relay of ours, in a process of its own, goes everything on UDP (and TCP is left out, unless asked for) with:

  --loss 1%        so many packets are lost, in each direction, each by itself
  --delay 20ms     added to a round trip: half of it in each direction
  --reorder 1%     so many packets are held back for 3 ms, and overtaken
  --rate 100MB/s   all clients together in each direction; beyond it a queue fills, then packets are lost

Exit code: 0 when every scenario was verified, 1 when one failed or regressed, 2 when the arguments make no sense,
3 when --fail-on-regression was asked for and cannot be answered: a run is NOISY, or from another machine.
`;
