// Prints line coverage per assembly across all test programs: a line is covered if any of them ran it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const assemblies = new Map();
for (const path of readdirSync(process.argv[2], { recursive: true }).filter((name) => name.endsWith("coverage.cobertura.xml"))) {
  const report = readFileSync(join(process.argv[2], path), "utf8");
  for (const [, name, body] of report.matchAll(/<package name="([^"]+)"[^>]*>([\s\S]*?)<\/package>/g)) {
    const lines = assemblies.get(name) ?? assemblies.set(name, new Map()).get(name);
    for (const [, file, inside] of body.matchAll(/<class [^>]*filename="([^"]+)"[^>]*>([\s\S]*?)<\/class>/g)) {
      for (const [, number, hits] of inside.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) {
        const line = `${file}:${number}`;
        lines.set(line, lines.get(line) || hits !== "0");
      }
    }
  }
}

console.log(`${"Line coverage".padEnd(34)} ${"lines".padStart(7)} ${"run".padStart(7)}`);
for (const [name, lines] of [...assemblies].sort()) {
  const run = [...lines.values()].filter(Boolean).length;
  console.log(`${name.padEnd(34)} ${String(lines.size).padStart(7)} ${((100 * run) / lines.size).toFixed(1).padStart(6)}%`);
}
