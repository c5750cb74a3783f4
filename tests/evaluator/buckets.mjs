import { days, next } from "./zones.mjs";

const QUARTER = 900_000;

// Splits a range of days into buckets with their local days, start and end. Grain null: one bucket.
export function buckets(from, to, grain, zone) {
  const made = (first, last) => ({ first, last, start: zone.start(first), end: zone.start(next(last)) });
  const all = [...days(from, to)];
  if (!grain) return [made(from, to)];
  if (grain === "day") return all.map((day) => made(day, day));
  if (grain === "hour") return all.flatMap((day) => hours(day, zone));
  const whole = grain === "week" ? monday : (day) => day.slice(0, 7);
  return [...new Set(all.map(whole))].map((part) => all.filter((day) => whole(day) === part)).map((some) => made(some[0], some.at(-1)));
}

// An hour starts when the local clock shows a full hour, and when the clock changes.
function hours(day, zone) {
  const end = zone.start(next(day));
  const starts = [];
  for (let at = zone.start(day); at < end; at += QUARTER)
    if (starts.length === 0 || (at + zone.offset(at)) % 3_600_000 === 0 || zone.offset(at) !== zone.offset(at - QUARTER)) starts.push(at);
  return starts.map((start, place) => ({ first: day, last: day, start, end: starts[place + 1] ?? end }));
}

const monday = (day) => next(day, -((new Date(day).getUTCDay() + 6) % 7));
