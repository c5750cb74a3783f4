// Prints the duration of each test area with its budget, and the slowest tests. Usage: node tests/ci/times.mjs RESULTS_FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));
const areas = new Map();
const slowest = [];
for (const path of readdirSync(process.argv[2], { recursive: true }).filter((name) => name.endsWith(".trx"))) {
  for (const [, result] of readFileSync(join(process.argv[2], path), "utf8").matchAll(/<UnitTestResult ([^>]*)>/g)) {
    const name = /testName="OwnerConsole\.([^"]*)"/.exec(result)?.[1];
    const [hours, minutes, seconds] = (/duration="([^"]*)"/.exec(result)?.[1] ?? "0:0:0").split(":").map(Number);
    if (!name) continue;
    const took = hours * 3600 + minutes * 60 + seconds;
    const area = name.split("(")[0].split(".").slice(0, 2).join(".").replace(/^Tests\./, "");
    const sum = areas.get(area) ?? areas.set(area, { count: 0, took: 0 }).get(area);
    sum.count++;
    sum.took += took;
    slowest.push({ name, took });
  }
}
console.log(`${"Area".padEnd(34)} ${"tests".padStart(6)} ${"seconds".padStart(8)} ${"budget".padStart(7)}`);
for (const [area, { count, took }] of [...areas].sort((a, b) => b[1].took - a[1].took).filter(([, sum]) => sum.took >= 5)) {
  const budget = budgets[area];
  const over = budget && took > budget * 1.25 ? " over budget" : "";
  console.log(`${area.padEnd(34)} ${String(count).padStart(6)} ${took.toFixed(0).padStart(8)} ${String(budget ?? "").padStart(7)}${over}`);
}
console.log(`\nSlowest tests`);
for (const { name, took } of slowest.sort((a, b) => b.took - a.took).slice(0, 15)) console.log(`${took.toFixed(1).padStart(8)} s ${name.slice(0, 150)}`);
