import { intervals } from "./facts.mjs";
import { PART } from "./money.mjs";
import { Sums, ONE, read, write } from "./numbers.mjs";

const QUARTER = 900_000;
const ACTIVE = ["activity", "session.started", "session.recorded"];
const instant = (at) => (Number.isFinite(at) ? new Date(at).toISOString().replace(".000Z", "Z") : "");

// Value of an event for a meter; null if it does not count.
export function value(meter, event) {
  let at = event.data;
  for (const step of meter.value_path) at = at !== null && typeof at === "object" && step in at ? at[step] : undefined;
  return { said: at === undefined || at === null ? null : String(at), number: meter.adds === "count" ? ONE : read(at) };
}

// Activity by tenant and day; counts are numbers, values are BigInts.
export function days({ events }, sessions, zone, meters) {
  const found = new Map();
  const of = (tenant, day) => {
    const key = `${tenant}|${day}`;
    if (!found.has(key)) found.set(key, { tenant, day, events: 0, activity: 0, sessions: 0, seconds: 0, members: new Map(), meters: new Map() });
    return found.get(key);
  };
  for (const event of events) {
    const one = of(event.tenant, zone.day(event.at));
    one.events += 1;
    if (event.member !== null || ACTIVE.includes(event.type)) one.activity += 1;
    if (event.member !== null) one.members.set(event.member, Math.max(one.members.get(event.member) ?? 0, event.at));
    for (const meter of meters.filter((meter) => meter.event_type === event.type)) measure(one.meters, meter, event);
  }
  for (const { tenant, start, end } of sessions) {
    const one = of(tenant, zone.day(start));
    one.sessions += 1;
    if (end !== null) one.seconds += Math.round((end - start) / 1000);
  }
  return found;
}

function measure(kept, meter, event) {
  const { said, number } = value(meter, event);
  const before = kept.get(meter.key);
  if (meter.adds === "unique") {
    if (said !== null) kept.set(meter.key, { said: (before?.said ?? new Set()).add(said) });
  } else if (number !== null) {
    if (meter.adds === "latest") {
      if (!before || event.at >= before.at) kept.set(meter.key, { value: number, at: event.at });
    } else if (meter.adds === "max") kept.set(meter.key, { value: before && before.value > number ? before.value : number });
    else kept.set(meter.key, { value: (before?.value ?? 0n) + number });
  }
}

export const amount = (kept) => (kept.said ? BigInt(kept.said.size) * ONE : kept.value);

// Contents of the read models, one row per line.
export function* lines({ tenants, events }, sessions, quarters, found, moved, zone, meters) {
  for (const { tenant, day, ...one } of found.values()) {
    yield `tenant_day|${tenant}|${day}|${one.events}|${one.activity}|${one.sessions}|${one.seconds}|${one.members.size}`;
    for (const member of one.members.keys()) yield `member_day|${tenant}|${day}|${member}|${instant(one.members.get(member))}`;
    for (const [meter, kept] of one.meters) yield `meter_day|${tenant}|${day}|${meter}|${write(amount(kept))}`;
  }
  for (const [bucket, { started, peak }] of quarters) yield `session_bucket|${instant(bucket)}|${started}|${peak}`;
  yield* usage(events, meters);
  yield* counters(events, meters);
  for (const one of sessions) yield `session|${one.tenant}|${instant(one.start)}|${one.end === null ? "" : instant(one.end)}|${one.timedOut}|${one.member ?? ""}`;
  for (const tenant of tenants.values()) {
    for (const [id, { joinedAt }] of tenant.members) yield `member|${tenant.id}|${id}|${instant(joinedAt)}`;
    for (const span of intervals(tenant, "lifecycle")) yield `lifecycle|${tenant.id}|${span.value}|${instant(span.from)}|${instant(span.to)}`;
    yield* items(tenant);
  }
  const months = new Sums();
  const standing = new Sums();
  for (const { tenant, at, kind, parts } of moved)
    for (const [plan, delta] of parts) {
      yield `movement|${tenant}|${instant(at)}|${kind}|${plan}|${money(delta)}`;
      months.add(`${zone.month(at)}-01|${kind}|${plan}`, delta);
      standing.add(`${tenant}|${plan}`, delta);
    }
  for (const [key, delta] of months) if (delta !== 0n) yield `mrr_month|${key}|${money(delta)}`;
  for (const [key, delta] of standing) if (delta !== 0n) yield `standing|${key}|${money(delta)}`;
}

const money = (delta) => write(delta * (ONE / PART));

// A subscribed plan: from the first report with that quantity until it was no longer reported.
function* items(tenant) {
  const open = new Map();
  for (const { from, value } of intervals(tenant, "plan_items")) {
    const now = new Set(value.map(({ plan, quantity }) => `${plan}|${quantity}`));
    for (const [item, since] of open)
      if (!now.has(item)) {
        yield `plan_item|${tenant.id}|${item}|${instant(since)}|${instant(from)}`;
        open.delete(item);
      }
    for (const item of now) if (!open.has(item)) open.set(item, from);
  }
  for (const [item, since] of open) yield `plan_item|${tenant.id}|${item}|${instant(since)}|`;
}

function* usage(events, meters) {
  const buckets = new Map();
  for (const event of events)
    for (const meter of meters.filter((meter) => meter.event_type === event.type && ["sum", "count", "max"].includes(meter.adds))) {
      const { number } = value(meter, event);
      if (number === null) continue;
      const cuts = meter.group_by.filter((name) => event.data[name] !== undefined && event.data[name] !== null).map((name) => `${name}=${event.data[name]}`);
      for (const cut of ["", ...cuts]) {
        const key = `${meter.key}|${cut}|${instant(Math.floor(event.at / QUARTER) * QUARTER)}`;
        const before = buckets.get(key);
        if (!before) buckets.set(key, { num: number, n: 1 });
        else {
          before.num = meter.adds === "max" ? (before.num > number ? before.num : number) : before.num + number;
          before.n += 1;
        }
      }
    }
  for (const [key, { num, n }] of buckets) yield `usage_bucket|${key}|${write(num)}|${n}`;
}

// Usage of enforced meters by month in UTC. It is counted on arrival, so aggregations that can't be added up are omitted.
function* counters(events, meters) {
  const used = new Map();
  for (const event of events)
    for (const meter of meters.filter((meter) => meter.enforced && meter.event_type === event.type)) {
      const { number } = value(meter, event);
      if (number === null) continue;
      const key = `${event.tenant}|${meter.key}|${new Date(event.at).toISOString().slice(0, 7)}-01`;
      used.set(key, (used.get(key) ?? 0n) + number);
    }
  for (const [key, sum] of used) yield `meter_counter|${key}|${write(sum)}`;
}
