// Bundles what the browser loads into ../wwwroot. Run by the build of OwnerConsole.csproj; `node build.mjs` does the same by hand.
import { build } from "esbuild";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { plain } from "./fonts.mjs";
import { daylight } from "./daylight.mjs";

const out = "../wwwroot";
const scriptBudget = 30 * 1024; // gzip; what a phone on a slow line can take before the first key works

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: ["console.js", "entrance.js", "console.css", "portal.css"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true, // what is imported later is a file of its own
  target: ["chrome120", "firefox121", "safari17.4"],
  loader: { ".woff2": "file" },
  plugins: [plain, daylight],
  assetNames: "fonts/[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
});
await cp("public", out, { recursive: true });

// Packed once here, so that no request pays for it; Shell/PackedFiles.cs serves the twin.
for (const name of await readdir(out)) if (/\.(js|css|svg)$/.test(name)) await writeFile(`${out}/${name}.br`, brotliCompressSync(await readFile(`${out}/${name}`)));

const script = gzipSync(await readFile(`${out}/console.js`), { level: 9 }).length;
if (script > scriptBudget) throw new Error(`console.js is ${script} bytes gzip; the budget is ${scriptBudget}. Load the new part lazily.`);
