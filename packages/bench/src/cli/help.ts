export const help = `Measures what each choice of cipher and transport costs on this machine.

  pnpm bench [options]

  --profile NAME   smoke (10 s, correctness more than numbers), quick (90 s, default), full (20 min)
  --filter GLOB    only scenarios whose id matches: kind/transport/subject/authentication/size.
                   The first parts are enough: --filter handshake, --filter 'throughput/*/{raw,hybrid-*}'.
                   May be given more than once.
  --json FILE      write the report to FILE
  --seed N         order of the rounds and resampling; default: a random one, which is printed
  --rounds N       exactly N rounds, however long they take
  --subject FILE   also measure the subjects that this module exports (docs/benchmarking.md)
  --list           print the ids of the scenarios and measure nothing
  --help           print this

Exit code: 0 when every scenario was verified, 1 when one failed, 2 when the arguments make no sense.
`;
