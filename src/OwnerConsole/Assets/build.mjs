// Bundles the browser assets into ../wwwroot. The build of OwnerConsole.csproj runs this script; `node build.mjs` runs it manually.
import { build } from "esbuild";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { plain } from "./fonts.mjs";
import { daylight } from "./daylight.mjs";

const out = "../wwwroot";
const scriptBudget = 30 * 1024; // gzip; small enough that keys work soon after loading on a phone with a slow connection

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: ["console.js", "entrance.js", "console.css", "portal.css"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true, // dynamic imports become separate files
  target: ["chrome120", "firefox121", "safari17.4"],
  loader: { ".woff2": "file" },
  plugins: [plain, daylight],
  assetNames: "fonts/[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
});
await cp("public", out, { recursive: true });
// PDF files embed the letters they use. These fonts have most alphabets in one file.
for (const name of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) await cp(`node_modules/dejavu-fonts-ttf/ttf/${name}`, `${out}/fonts/${name}`);
await cp("node_modules/dejavu-fonts-ttf/LICENSE", `${out}/fonts/DejaVu-LICENSE.txt`);

// Compressed at build time instead of per request; Shell/PackedFiles.cs serves the .br files.
for (const name of await readdir(out)) if (/\.(js|css|svg)$/.test(name)) await writeFile(`${out}/${name}.br`, brotliCompressSync(await readFile(`${out}/${name}`)));

const script = gzipSync(await readFile(`${out}/console.js`), { level: 9 }).length;
if (script > scriptBudget) throw new Error(`console.js is ${script} bytes gzip; the budget is ${scriptBudget}. Load the new part lazily.`);
