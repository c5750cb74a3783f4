// Prints the licenses of everything that a package contains: .NET, NuGet packages, and browser packages. Fails if the license text of one is unknown.
// Usage: node deploy/notices.mjs FOLDER, where FOLDER is the published program.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const assets = join(root, "src/OwnerConsole/Assets");
const nuget = execFileSync("dotnet", ["nuget", "locals", "global-packages", "--list"], { encoding: "utf8" }).replace(/^.*?: /, "").trim();
const read = (path) => readFileSync(path, "utf8").replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").trim();
const element = (xml, name) => new RegExp(`<${name}[^>]*>([^<]*)<`).exec(xml)?.[1].trim();

/** @returns {string[]} license and notice files of a folder */
const textsIn = (folder) => readdirSync(folder).filter((name) => /^(licen[cs]e|third-party-notices|notice|copying)/i.test(name)).sort().map((name) => read(join(folder, name)));

const textOf = (license) => (license === "Apache-2.0" ? join(root, "LICENSE") : join(import.meta.dirname, "licenses", `${license}.txt`));

/** @returns {string | undefined} the license that applies; of several offered ones, the first whose text is known */
const chosen = (offered) => offered?.find((license) => existsSync(textOf(license))) ?? offered?.[0];

/** @returns {string} the text of a license that a package names without containing it */
function standardText(name, copyright, license) {
  const path = textOf(license);
  if (!existsSync(path)) throw new Error(`${name} has the license ${license}, whose text is not in deploy/licenses: add it if packages may contain it.`);
  return license === "Apache-2.0" ? `${copyright}\n\nApache License 2.0: see the file LICENSE.` : `${copyright}\n\n${read(path)}`;
}

function ofNuget(library) {
  const [id, version] = library.replace("runtimepack.", "").split("/");
  const folder = join(nuget, id.toLowerCase(), version);
  const spec = read(join(folder, `${id.toLowerCase()}.nuspec`));
  const license = chosen(/<license type="expression">([^<]+)</.exec(spec)?.[1].split(" OR "));
  const texts = textsIn(folder);
  const hasLicense = readdirSync(folder).some((name) => /^licen[cs]e/i.test(name));
  if (!hasLicense && !license) throw new Error(`${id} names no license.`);
  const copyright = element(spec, "copyright") ?? `Copyright ${element(spec, "authors")}`;
  return { name: `${id} ${version}`, text: [...(hasLicense ? [] : [standardText(id, copyright, license)]), ...texts].join("\n\n") };
}

function ofNpm(name) {
  const folder = join(assets, "node_modules", name);
  const { version, license, author } = JSON.parse(read(join(folder, "package.json")));
  const texts = textsIn(folder);
  return { name: `${name} ${version}`, text: texts.length ? texts.join("\n\n") : standardText(name, `Copyright ${author?.name ?? author ?? name}`, license) };
}

const { libraries } = JSON.parse(read(join(process.argv[2], "owner-console.deps.json")));
const contained = [
  ...Object.keys(libraries).filter((name) => ["package", "runtimepack"].includes(libraries[name].type)).map(ofNuget),
  ...Object.keys(JSON.parse(read(join(assets, "package.json"))).dependencies).map(ofNpm),
].sort((a, b) => a.name.localeCompare(b.name, "en"));

// Packages with the same text are listed together.
const byText = contained.reduce((map, one) => map.set(one.text, [...(map.get(one.text) ?? []), one]), new Map());
console.log("This package of Owner Console contains the following software.\n");
for (const [text, some] of byText) console.log(`${"=".repeat(80)}\n${some.map(({ name }) => name).join("\n")}\n${"=".repeat(80)}\n\n${text}\n`);
