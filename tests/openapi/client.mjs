// Generates types from the API description, compiles client.ts with them, and runs it against a console.
// Argument: the description. Environment: see client.ts; without CONSOLE the client is only compiled.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const description = JSON.parse(await readFile(process.argv[2] ?? "../OwnerConsole.Tests/Api/openapi-v1.json", "utf8"));
await writeFile("types.d.ts", astToString(await openapiTS(description)));
try {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "."], { encoding: "utf8" });
} catch (failed) {
  console.error(failed.stdout);
  process.exit(1);
}
if (process.env.CONSOLE) await import("./node_modules/.client/client.js");
