import { expect, it } from "vitest";
import { missingFields, strays } from "../check/packages.mjs";

const fit = [
  ...["LICENSE", "README.md", "package.json", "src/index.ts", "src/room/door.ts"],
  ...["dist/index.js", "dist/index.js.map", "dist/index.d.ts", "dist/index.d.ts.map", "dist/room/door.js"],
];

it("finds nothing to say against code, its sources and its maps", () => {
  expect(strays(fit)).toEqual([]);
});

it.each(["test/index.test.ts", "src/index.test.ts", "dist/tsconfig.tsbuildinfo", "dist/gone.js", "key.pem"])(
  "keeps %s from being shipped",
  (file) => {
    expect(strays([...fit, file])).toEqual([`${file} should not be shipped`]);
  },
);

it("misses the licence", () => {
  expect(strays(fit.filter((file) => file !== "LICENSE"))).toEqual(["LICENSE is missing"]);
});

it("misses what package.json does not say", () => {
  const manifest = {
    ...{ description: "", keywords: [], license: "MIT", type: "module", engines: { node: ">=20" } },
    ...{ exports: {}, files: [], sideEffects: false, publishConfig: { access: "public" } },
  };
  expect(missingFields(manifest)).toEqual([]);
  expect(missingFields({ ...manifest, engines: {} })).toEqual(["package.json has no engines.node"]);
  expect(missingFields({ ...manifest, sideEffects: undefined })).toEqual(["package.json has no sideEffects"]);
});
