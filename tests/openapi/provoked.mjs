// Checks that the tests received every error that the API description documents, and nothing that contradicts it.
// Usage: OWNER_CONSOLE_RECORD_API=FOLDER dotnet test …; node tests/openapi/provoked.mjs FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const known = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "src", "OwnerConsole", "Api", "responses.json"), "utf8"));
const received = new Set();
const contradictions = new Set();
for (const name of readdirSync(folder).filter((name) => name.endsWith(".jsonl")))
  for (const line of readFileSync(join(folder, name), "utf8").split("\n").filter((line) => line)) {
    const { endpoint, status, code, fault } = JSON.parse(line);
    received.add(`${endpoint} ${status} ${code}`);
    if (fault) contradictions.add(`${endpoint} ${status}: ${fault.split("\n")[0]}`);
  }
const documented = Object.entries(known.endpoints).flatMap(([endpoint, { errors }]) =>
  Object.entries(errors ?? {}).flatMap(([status, codes]) => codes.map((code) => `${endpoint} ${status} ${code}`)),
);
const missing = documented.filter((error) => !received.has(error));
console.log(`${documented.length - missing.length} of ${documented.length} documented errors were received.`);
for (const error of missing) console.log(`Not received: ${error}`);
for (const fault of contradictions) console.log(`Contradicts the API description: ${fault}`);
process.exitCode = missing.length + contradictions.size > 0 ? 1 : 0;
