// Lints the API description with Redocly (recommended) and Spectral (spectral:oas).
// Argument: the description. Prints the number of problems by linter and rule with their places, and exits with 1 if there is one.
// Usage: node lint.mjs [../OwnerConsole.Tests/Api/openapi-v1.json] [--all]; without --all, the first three places of each rule.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const path = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "../OwnerConsole.Tests/Api/openapi-v1.json";
const shown = process.argv.includes("--all") ? Infinity : 3;

/** @returns the JSON that a linter prints; linters exit with an error code when they find problems */
async function json(file, args) {
  const options = { maxBuffer: 2 ** 28, env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } };
  const { stdout, stderr } = await run(process.execPath, [file, ...args], options).catch((failed) => failed);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${file} printed no JSON: ${stdout}${stderr}`);
  }
}

async function redocly() {
  const { problems } = await json("node_modules/@redocly/cli/bin/cli.js", ["lint", path, "--config", "redocly.yaml", "--format", "json", "--max-problems", "100000"]);
  return problems.map(({ ruleId, severity, message, location }) => ({ linter: "redocly", rule: ruleId, severity, message, place: location[0]?.pointer ?? "" }));
}

async function spectral() {
  const problems = await json("node_modules/@stoplight/spectral-cli/dist/index.js", ["lint", path, "-r", ".spectral.yaml", "-f", "json", "--quiet"]);
  return problems.map(({ code, severity, message, path: at }) => ({
    linter: "spectral",
    rule: code,
    severity: ["error", "warn", "info", "hint"][severity],
    message,
    place: "#/" + at.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/"),
  }));
}

JSON.parse(await readFile(path, "utf8")); // says which file is missing before the linters say something else
const problems = (await Promise.all([redocly(), spectral()])).flat();
const groups = Map.groupBy ? Map.groupBy(problems, key) : problems.reduce((all, one) => all.set(key(one), [...(all.get(key(one)) ?? []), one]), new Map());
for (const [group, found] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
  console.log(`${found.length} × ${group}`);
  for (const { message, place } of found.slice(0, shown)) console.log(`    ${place}  ${message}`);
}
console.log(`${problems.filter((problem) => problem.severity === "error").length} errors, ${problems.filter((problem) => problem.severity !== "error").length} warnings`);
process.exitCode = problems.length ? 1 : 0;

function key({ linter, rule, severity }) {
  return `${linter} ${severity} ${rule}`;
}
