import { intervals } from "./facts.mjs";
import { amount } from "./models.mjs";
import { money } from "./moneyFigures.mjs";
import { write } from "./numbers.mjs";
import { days, next } from "./zones.mjs";

const LONGEST = 24 * 3_600_000;
const count = (all, holds) => all.reduce((sum, one) => sum + (holds(one) ? 1 : 0), 0);
const sum = (all, of) => all.reduce((total, one) => total + of(one), 0);
const within = ({ start, end }) => (at) => at >= start && at < end;
const standsAt = (end) => (span) => span.from < end && span.to >= end; // just before the end

// A bucket: its local days, and the instants they begin and end at.
export function buckets(from, to, zone) {
  const made = (grain, first, last) => ({ grain, first, last, start: zone.start(first), end: zone.start(next(last)) });
  const all = [...days(from, to)];
  const months = [...new Set(all.map((day) => day.slice(0, 7)))].map((month) => all.filter((day) => day.startsWith(month)));
  return [...all.map((day) => made("day", day, day)), ...months.map((some) => made("month", some[0], some.at(-1))), made("", from, to)];
}

// What every metric of the catalogue says of a bucket: {metric: [num, den]}, den null where it is no ratio.
export function* lines(world, asked) {
  for (const bucket of asked)
    for (const [metric, [num, den]] of Object.entries(all(world, bucket)))
      yield `figure|${bucket.grain}|${bucket.grain && new Date(bucket.start).toISOString().replace(".000Z", "Z")}|${metric}|${shown(num, den)}`;
}

// Where a ratio is of nothing there is no number, and never a 0.
const shown = (num, den) => (den === undefined ? `${num}|` : Number(den) === 0 ? "none|none" : `${num}|${den}`);

const all = (world, bucket) => ({
  ...tenants(world, bucket),
  ...members(world, bucket),
  ...sessions(world, bucket),
  ...usage(world, bucket),
  ...money(world, bucket),
});

export function prepare(world) {
  const tenants = [...world.facts.tenants.values()];
  world.list = tenants.map((tenant) => ({ ...tenant, stages: intervals(tenant, "lifecycle"), plans: intervals(tenant, "plan_items") }));
  world.byDay = group(world.days.values(), (one) => one.day);
}

function group(all, of) {
  const found = new Map();
  for (const one of all) found.set(of(one), [...(found.get(of(one)) ?? []), one]);
  return found;
}

const back = (world, last, more) => [...days(next(last, -more), last)].flatMap((day) => world.byDay.get(day) ?? []);
const different = (all) => new Set(all).size;
const activeTenants = (world, last, more = 6) => new Set(back(world, last, more).filter((one) => one.activity > 0).map((one) => one.tenant));
const activeMembers = (world, last, more) => new Set(back(world, last, more).flatMap((one) => [...one.members.keys()].map((member) => `${one.tenant}|${member}`)));
const stands = (tenant, end) => tenant.openedAt < end && !tenant.stages.some((span) => span.value === "cancelled" && standsAt(end)(span));

function tenants({ list, ...world }, bucket) {
  const inside = within(bucket);
  const active = activeTenants(world, bucket.last);
  const there = list.filter((tenant) => stands(tenant, bucket.end));
  const before = count(list, (tenant) => stands(tenant, bucket.start));
  const spans = list.flatMap((tenant) => tenant.stages.map((span, place) => ({ ...span, next: tenant.stages[place + 1]?.value })));
  const trials = spans.filter((span) => span.value === "trial");
  const over = trials.filter((span) => inside(span.to));
  const stayed = count(over, (span) => span.next === "active");
  const held = list.flatMap((tenant) => tenant.plans.filter(standsAt(bucket.end)).flatMap((span) => span.value));
  return {
    "tenants.total": [there.length],
    "tenants.opened": [count(list, (tenant) => inside(tenant.openedAt))],
    "tenants.cancelled": [count(spans, (span) => span.value === "cancelled" && inside(span.from))],
    "tenants.growth": [there.length - before, before],
    "tenants.active_7d": [active.size],
    "tenants.active_30d": [activeTenants(world, bucket.last, 29).size],
    "tenants.active_share": [count(there, (tenant) => active.has(tenant.id)), there.length],
    "trials.running": [count(trials, standsAt(bucket.end))],
    "trials.started": [count(trials, (span) => inside(span.from))],
    "trials.converted": [stayed],
    "trials.conversion": [stayed, over.length],
    "plan_items.held": [sum(held, (item) => item.quantity)],
  };
}

function members({ list, ...world }, bucket) {
  const all = list.flatMap((tenant) => [...tenant.members.values()].map(({ joinedAt }) => ({ tenant: tenant.id, joinedAt })));
  const joined = all.filter((member) => member.joinedAt < bucket.end);
  const month = activeMembers(world, bucket.last, 29);
  const today = activeMembers(world, bucket.last, 0);
  return {
    "members.total": [joined.length],
    "members.joined": [count(all, (member) => within(bucket)(member.joinedAt))],
    "members.active": [today.size],
    "members.active_7d": [activeMembers(world, bucket.last, 6).size],
    "members.active_30d": [month.size],
    "members.per_tenant": [joined.length, different(joined.map((member) => member.tenant))],
    "members.stickiness": [today.size, month.size],
  };
}

function sessions(world, bucket) {
  const started = world.sessions.filter((one) => within(bucket)(one.start));
  const over = started.filter((one) => one.end !== null);
  const seconds = sum(over, (one) => (one.end - one.start) / 1000);
  const peak = world.quarters.filter(([at]) => within(bucket)(at)).reduce((most, [, cell]) => Math.max(most, cell.peak), 0);
  return {
    "sessions.started": [started.length],
    "sessions.time": [sum(over, (one) => Math.round((one.end - one.start) / 1000))],
    "sessions.length": [seconds, over.length],
    "sessions.timed_out": [count(over, (one) => one.timedOut), over.length],
    "sessions.open": [count(world.sessions, (one) => one.start < bucket.end && one.start > bucket.end - LONGEST && (one.end === null || one.end >= bucket.end))],
    "sessions.peak": [peak],
    "sessions.per_tenant": [sum(back(world, bucket.last, 29), (one) => one.sessions), activeTenants(world, bucket.last).size],
  };
}

function usage(world, bucket) {
  const inside = [...days(bucket.first, bucket.last)].flatMap((day) => world.byDay.get(day) ?? []);
  const figures = { "usage.events": [sum(inside, (one) => one.events)] };
  for (const { key, adds } of world.meters) {
    const values = inside.filter((one) => one.meters.has(key)).map((one) => amount(one.meters.get(key)));
    const added = values.reduce((total, one) => total + one, 0n);
    if (adds === "latest") figures[`usage.${key}`] = [write(latest(world, key, bucket.last))];
    else if (adds === "max") figures[`usage.${key}`] = [write(values.reduce((most, one) => (one > most ? one : most), 0n))];
    else figures[`usage.${key}`] = [write(added)];
  }
  return figures;
}

// What each tenant said last, added up.
function latest(world, key, last) {
  const found = new Map();
  for (const one of world.days.values()) {
    const kept = one.meters.get(key);
    if (kept && one.day <= last && !(found.get(one.tenant)?.at > kept.at)) found.set(one.tenant, kept);
  }
  return [...found.values()].reduce((total, one) => total + one.value, 0n);
}

// What is only known of now.
export function* now(world, at) {
  const here = world.sessions.filter((one) => one.end === null && one.start <= at && one.member !== null);
  const heard = world.facts.events.filter((one) => one.member !== null && one.at > at - 300_000 && one.at <= at);
  const online = different([...here, ...heard].map((one) => `${one.tenant}|${one.member}`));
  const stand = (lifecycle) => world.list.filter((tenant) => tenant.stages.at(-1).value === lifecycle);
  const endsAt = (tenant) => Date.parse(tenant.said.findLast((one) => one.trial_ends_at).trial_ends_at);
  const held = stand("active").flatMap((tenant) => tenant.plans.at(-1)?.value ?? []);
  yield `figure|now||members.online|${online}|`;
  yield `figure|now||trials.ending|${count(stand("trial"), (tenant) => endsAt(tenant) < at + 7 * LONGEST)}|`;
  yield `figure|now||plan_items.without_price|${count(held, ({ plan }) => !(plan in world.prices))}|`;
}
