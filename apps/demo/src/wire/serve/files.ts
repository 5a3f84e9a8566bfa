import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface PageFile {
  readonly type: string;
  readonly contents: Buffer;
}

/** Documents and styles are served as they lie; scripts as `pnpm build` leaves them. */
const folders = ["../../../src/wire/page/", "../../../dist/wire/page/"];

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** Everything that the page is made of, by name. Nothing else can be asked for. */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const folder of folders.map((each) => fileURLToPath(new URL(each, import.meta.url)))) {
    for (const name of await readdir(folder)) {
      const type = types[name.slice(name.lastIndexOf(".") + 1)];
      if (type) files.set(name, { type, contents: await readFile(`${folder}${name}`) });
    }
  }
  return files;
}
