import { buckets } from "./buckets.mjs";
import { cutAt, values } from "./cuts.mjs";
import { metrics } from "./metrics.mjs";
import { rounded, write } from "./numbers.mjs";
import { Zone } from "./zones.mjs";

// Answers queries: {name, metrics, from, to, grain, zone, by, where}. Without from and to, the range is today so far.
export function* figures(world, questions, own) {
  const all = metrics(world);
  for (const question of questions) {
    const now = Date.parse(question.now);
    const zone = question.zone ? new Zone(question.zone) : own;
    const today = zone.day(now);
    const asked = begun(!question.from ? buckets(today, today, null, zone) : buckets(question.from, question.to, question.grain, zone), now);
    for (const id of question.metrics)
      for (const line of answers(all[id], question, asked, zone, now)) yield `figure|${question.name}|${line[0]}|${id}|${line.slice(1).join("|")}`;
  }
}

function* answers(metric, question, asked, zone, now) {
  const byClock = question.by.some((name) => name === "hour" || name === "weekday");
  const found = new Map();
  for (const bucket of asked.flatMap((one) => (byClock ? begun(buckets(one.first, one.last, "hour", zone), now) : [one])))
    for (const { key, num, den } of rows(metric, question, bucket, zone, now)) {
      const cell = JSON.stringify([!question.grain || byClock ? "" : instant(bucket.start), key]);
      const before = found.get(cell) ?? { num: 0n, den: 0n };
      found.set(cell, { num: metric.kind === "peak" ? (before.num > num ? before.num : num) : before.num + num, den: before.den + den });
    }
  // without a dimension, a result without rows is zero; with a dimension, values without rows are omitted
  if (question.by.length === 0)
    for (const bucket of asked) {
      const cell = JSON.stringify([!question.grain ? "" : instant(bucket.start), ""]);
      if (!found.has(cell)) found.set(cell, { num: 0n, den: 0n });
    }
  // Money is rounded once, in the result: to whole units, and the parts of a ratio to nine digits.
  const shown = (value) => (!metric.money ? value : metric.kind === "ratio" ? rounded(value, 9) : rounded(rounded(value, 4), 0));
  for (const [cell, { num, den }] of found) {
    const isNothing = metric.kind === "ratio" ? den === 0n : num === 0n;
    if (isNothing && question.by.length > 0) continue;
    yield [...JSON.parse(cell), ...(metric.kind !== "ratio" ? [write(shown(num)), ""] : isNothing ? ["none", "none"] : [write(shown(num)), write(shown(den))])];
  }
}

// A day that has ended here may still be running in other zones: running days use current values.
const begun = (buckets, now) => buckets.filter(({ start }) => start < now).map((one) => ({ ...one, whole: one.end, end: Math.min(one.end, now) }));

// A row counts once for each of its dimension values; with only a filter, at most once.
function* rows(metric, { by, where }, bucket, zone, now) {
  const named = [...by, ...where.map(({ dimension }) => dimension)];
  for (const { num = 10n ** 20n, den = 0n, ...row } of metric.rows(bucket, named.includes("tenant"))) {
    const of = (dimension) => values(dimension, row, { at: cutAt(metric.kind, row, bucket, zone, now), bucket, clock: zone });
    const allowed = (dimension) => (one) => where.every((filter) => filter.dimension !== dimension || filter.any.includes(one));
    if (!where.every(({ dimension }) => of(dimension).some(allowed(dimension)))) continue;
    let keys = [[]];
    for (const dimension of by) keys = keys.flatMap((key) => of(dimension).filter(allowed(dimension)).map((one) => [...key, `${dimension}=${one ?? ""}`]));
    for (const key of keys) yield { key: key.join(";"), num, den };
  }
}

const instant = (at) => new Date(at).toISOString().replace(".000Z", "Z");
