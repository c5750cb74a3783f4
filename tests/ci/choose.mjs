// Selects the slow tests ([Slow]) of a CI run: one fifth in rotation, and those whose area changed. Prints a VSTest filter and explains the selection on stderr.
// Usage: node tests/ci/choose.mjs [--part 0..4] [--since REV]. Without --part, the number of commits determines the part, so consecutive runs use different parts.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const Parts = 5;
const MaxChanged = 120; // seconds of tests added for changed areas; changes to everything are tested by --nightly
const git = (...args) => execFileSync("git", args, { encoding: "utf8" }).trim();
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);

/** @returns {{ name: string, namespace: string, seconds: number, areas: string[] }[]} every class or method marked [Slow] or [Fact, Slow], longest first */
function slowTests() {
  const found = [];
  for (const path of git("ls-files", "--cached", "--others", "--exclude-standard", "tests/*.cs").split("\n")) {
    const text = readFileSync(path, "utf8");
    const namespace = /^namespace ([\w.]+);/m.exec(text)?.[1]; // two projects have a TeamTests
    const type = /^(?:public|internal) (?:sealed |static |partial |abstract )*class (\w+)/m.exec(text)?.[1];
    for (const [, args, rest] of text.matchAll(/[[ ]Slow\(([^)]*)\)\](?=([\s\S]{0,2000}))/g)) {
      const method = /^\s*(?:\[[^\n]*\]\s*)*public (?:async )?(?:Task|void) (\w+)\(/.exec(rest)?.[1];
      const [seconds, ...areas] = args.split(",").map((part) => part.trim().replaceAll('"', ""));
      found.push({ name: method ? `${type}.${method}` : `${type}.`, namespace, seconds: Number(seconds), areas });
    }
  }
  return found.sort((a, b) => b.seconds - a.seconds || a.name.localeCompare(b.name));
}

/** Assigns each test, longest first, to the shortest part, so that all parts take about the same time. */
function split(tests) {
  const parts = Array.from({ length: Parts }, () => ({ seconds: 0, tests: [] }));
  for (const test of tests) {
    const least = parts.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    least.tests.push(test);
    least.seconds += test.seconds;
  }
  return parts;
}

/** @returns {string[]} the folders of a path; a project's folder without its prefix: src/OwnerConsole.Ui/Tables/Pager.razor gives src, Ui and Tables */
const folders = (path) => path.split("/").slice(0, -1).map((folder) => folder.replace(/^OwnerConsole\./, ""));

/** @returns {Set<string>} folders under src, samples and sdk that changed since the revision, or in the three hours before the last commit */
function changedFolders() {
  const before = Number(git("log", "-1", "--format=%ct")) - 3 * 3600;
  const since = option("--since") ?? (git("rev-list", "-1", `--before=${before}`, "HEAD") || undefined);
  const paths = since ? git("diff", "--name-only", since, "--", "src", "samples", "sdk").split("\n") : [];
  return new Set(paths.flatMap(folders));
}

const tests = slowTests();
const existing = new Set(git("ls-files", "src", "samples", "sdk").split("\n").flatMap(folders));
for (const { name, areas } of tests)
  for (const area of areas) if (!existing.has(area)) throw new Error(`${name} is [Slow] with the area ${area}, but there is no folder ${area} under src, samples or sdk.`);
const part = Number(option("--part") ?? Number(git("rev-list", "--count", "HEAD")) % Parts);
const turn = split(tests)[part].tests;
const changed = changedFolders();
const [extra, skipped] = [[], []];
let room = MaxChanged;
for (const test of tests.filter((test) => !turn.includes(test) && test.areas.some((area) => changed.has(area))).reverse()) {
  if (test.seconds <= room) {
    extra.push(test);
    room -= test.seconds;
  } else skipped.push(test);
}
const list = (some) => some.map((test) => test.name.replace(/\.$/, "")).sort().join(", ") || "none";
console.error(`Slow tests, part ${part + 1} of ${Parts}: ${list(turn)}`);
console.error(`Slow tests whose area changed: ${list(extra)}`);
if (skipped.length) console.error(`Skipped until --nightly although their area changed: ${list(skipped)}`);
console.log(`(${["When!=rotation", ...[...turn, ...extra].map((test) => `FullyQualifiedName~${test.namespace}.${test.name}`)].join("|")})`);
