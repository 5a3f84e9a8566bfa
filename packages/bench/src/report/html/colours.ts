/** Light, dark, and on paper. Series keep a contrast of 3 to 1 to their card, texts of 4.5 to 1 (WCAG 2.2, 1.4.3 and 1.4.11). */
export const colours = `
:root {
  --page: #f8f9fb; --card: #ffffff; --sunken: #eef1f6; --ink: #1a1f2b; --muted: #5a6474; --line: #dde2ea; --grid: #e6eaf0;
  --link: #1d55b4; --focus: #2f6fe4; --good: #147a45; --bad: #c0262d; --warn: #8f5200; --warn-back: #fdf3e1;
  --s0: #2563c9; --s1: #cf4a12; --s2: #0d7f57; --s3: #8438bd; --s4: #97700a; --s5: #c2255c; --s6: #0b7285; --s7: #5f3dc4;
  --c0: #5d6675; --c1: #7d8695; --c2: #474f5c;
  --h0: #d3eedd; --h1: #e6f0cf; --h2: #f7eec4; --h3: #fbdfb3; --h4: #f8c7ab; --h5: #f0a9a5; --heat-ink: #1a1f2b;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #11141b; --card: #191d26; --sunken: #202632; --ink: #e8ebf1; --muted: #9ea8b8; --line: #2c3340; --grid: #2a303c;
    --link: #86b1ff; --focus: #86b1ff; --good: #5fd08f; --bad: #ff8a85; --warn: #f2b75c; --warn-back: #2c2415;
    --s0: #6ea4ff; --s1: #ff9a66; --s2: #4fcf9b; --s3: #c997f5; --s4: #e0bf57; --s5: #f783ac; --s6: #5cd0e2; --s7: #a993ff;
    --c0: #9aa4b4; --c1: #7d8797; --c2: #b9c1cd;
    --h0: #17462e; --h1: #36491f; --h2: #544a17; --h3: #65431a; --h4: #6f3a22; --h5: #782f30; --heat-ink: #f1f3f7;
  }
}
.s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); }
.s4 { color: var(--s4); } .s5 { color: var(--s5); } .s6 { color: var(--s6); } .s7 { color: var(--s7); }
.c0 { color: var(--c0); } .c1 { color: var(--c1); } .c2 { color: var(--c2); }
.h0 { background: var(--h0); } .h1 { background: var(--h1); } .h2 { background: var(--h2); }
.h3 { background: var(--h3); } .h4 { background: var(--h4); } .h5 { background: var(--h5); }
.h0, .h1, .h2, .h3, .h4, .h5 { color: var(--heat-ink); }
`;
