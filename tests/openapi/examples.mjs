// Chooses the examples and errors of the API description from what a real console answered in the tests.
// Usage: OWNER_CONSOLE_RECORD_API=FOLDER bin/test; node tests/openapi/examples.mjs FOLDER [--replace]
// Known examples stay unless --replace is given; error codes are added to the known ones.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const replace = process.argv.includes("--replace");
const root = join(import.meta.dirname, "..", "..");
const target = join(root, "src", "OwnerConsole", "Api", "responses.json");
const Best = 900; // length of a response that shows enough and is still easy to read

const description = JSON.parse(readFileSync(join(root, "tests", "OwnerConsole.Tests", "Api", "openapi-v1.json"), "utf8"));
const names = Object.entries(description.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
const known = existsSync(target) ? JSON.parse(readFileSync(target, "utf8")) : { endpoints: {}, problems: {} };
const records = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
  .filter((line) => line)
  .map((line) => JSON.parse(line));

/** Keys and tokens of the tests aren't secret, but tools that look for secrets can't know that. */
const masked = (text) => text.replace(/\b(oc_(?:live|test)_|whsec_|sk_test_|rk_test_)[\w+/=-]{6,}/g, "$1…").replace(/eyJ[\w-]{20,}\.[\w-]+\.[\w-]+/g, "eyJ…").replace(/localhost:\d+/g, "localhost:8080");

/** Lists with items say more than empty ones; short texts are easier to read. */
const score = ({ response }) => {
  const items = JSON.parse(response).data;
  return (Array.isArray(items) && items.length === 0 ? 10_000 : 0) + (response.match(/:null/g)?.length ?? 0) * 20 + Math.abs(response.length - Best);
};

const best = (found) => found.filter(({ response, fault }) => response && !fault).sort((a, b) => score(a) - score(b))[0];

const endpoints = {};
for (const name of names.sort()) {
  const mine = records.filter(({ endpoint }) => endpoint === name);
  const old = replace ? { errors: known.endpoints[name]?.errors } : (known.endpoints[name] ?? {});
  const entry = { ...old, responses: { ...old.responses }, errors: { ...old.errors } };
  for (const status of new Set(mine.filter(({ status }) => status < 300).map(({ status }) => String(status)))) {
    const record = best(mine.filter((one) => String(one.status) === status));
    if (record && !(status in entry.responses)) {
      entry.responses[status] = JSON.parse(masked(record.response));
      if (record.request && record.type?.includes("json") && !entry.request) [entry.type, entry.request] = [record.type, JSON.parse(masked(record.request))];
    }
  }
  for (const { status, code, response } of mine.filter(({ status, code }) => status >= 400 && status !== 500 && code)) {
    entry.errors[status] = [...new Set([...(entry.errors[status] ?? []), code])].sort();
    if (response && !(code in known.problems)) known.problems[code] = JSON.parse(masked(response));
  }
  if (Object.keys(entry.responses).length || Object.keys(entry.errors).length) endpoints[name] = entry;
}
const problems = Object.fromEntries(Object.entries(known.problems).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(target, `${JSON.stringify({ endpoints, problems }, null, 1)}\n`);
const without = names.filter((name) => !Object.keys(endpoints[name]?.responses ?? {}).length);
console.log(`${Object.keys(endpoints).length} of ${names.length} endpoints, ${Object.keys(problems).length} errors. Without a response: ${without.join(", ") || "none"}`);
