// Prints the speed of this machine relative to the reference machine of the budgets: 1.0 is as fast, 2.0 needs twice the processor time.
import { createHash } from "node:crypto";

const Reference = 1.0; // processor seconds of the work below on the reference machine (two cores, 2026)

function work() {
  const words = Array.from({ length: 40_000 }, (_, number) => `tenant-${(number * 7919) % 40_000}`);
  let sum = 0;
  for (let round = 0; round < 55; round++) {
    const counts = new Map();
    for (const word of words) counts.set(word.replace(/-\d/, "-"), (counts.get(word) ?? 0) + word.length);
    sum += JSON.parse(JSON.stringify([...counts])).length;
    words.sort((a, b) => (a < b ? -1 : 1)).reverse();
    createHash("sha256").update(words.join(" ")).digest("hex");
  }
  return sum;
}

work(); // warm up the compiler
const before = process.cpuUsage();
work();
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1e6;
console.log(process.argv.includes("--seconds") ? seconds.toFixed(3) : Math.max(1, seconds / Reference).toFixed(2));
