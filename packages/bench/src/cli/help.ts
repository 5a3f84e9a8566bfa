export const help = `Measures what each choice of cipher and transport costs on this machine.

  pnpm bench [options]

  --profile NAME   smoke (10 s, correctness more than numbers), quick (90 s, default), full (20 min)
  --transport LIST tcp, udp or both: tcp,udp (default)
  --filter GLOB    only scenarios whose id matches: kind/transport/subject/authentication/size/packet.
                   The first parts are enough: --filter handshake, --filter 'throughput/*/{raw,hybrid-*}'.
                   May be given more than once.
  --json FILE      write the report to FILE
  --seed N         order of the rounds, resampling, what the relay loses; default: random, and printed
  --rounds N       exactly N rounds, however long they take
  --subject FILE   also measure the subjects that this module exports (docs/benchmarking.md)
  --peers          also measure udx-native, where it is installed
  --list           print the ids of the scenarios and measure nothing
  --help           print this

Through a relay of ours, in a process of its own, goes everything on UDP (and TCP is left out, unless asked for) with:

  --loss 1%        so many packets are lost, in each direction, each by itself
  --delay 20ms     added to a round trip: half of it in each direction
  --reorder 1%     so many packets are held back for 3 ms, and overtaken
  --rate 100MB/s   all clients together in each direction; beyond it a queue fills, then packets are lost

Exit code: 0 when every scenario was verified, 1 when one failed, 2 when the arguments make no sense.
`;
