import { amount, value } from "./models.mjs";
import { money } from "./moneyMetrics.mjs";
import { ONE, scaled } from "./numbers.mjs";
import { most } from "./sessions.mjs";
import { days, next } from "./zones.mjs";

const DAY = 24 * 3_600_000;
const within = ({ start, end }) => (at) => at >= start && at < end;
const standsAt = (end) => (span) => span.from < end && span.to >= end; // just before the end
const is = (holds) => (holds ? ONE : 0n);

// Every metric of the catalogue: its kind, and the rows of its value in a bucket. A row belongs to a tenant and may belong to a member or plan; events have an instant or a
// day. num and den are whole numbers of 10^-20; num defaults to 1.
export const metrics = (world) => ({ ...tenants(world), ...members(world), ...sessions(world), ...usage(world), ...money(world), ...now(world) });

const back = (world, last, more) => [...days(next(last, -more), last)].flatMap((day) => world.byDay.get(day) ?? []);
const inside = (world, { first, last }) => [...days(first, last)].flatMap((day) => world.byDay.get(day) ?? []);
const different = (all) => [...new Set(all)];
const active = (world, last, more) => different(back(world, last, more).filter((one) => one.activity > 0).map((one) => one.tenant));
const stands = (tenant, end) => tenant.openedAt < end && !tenant.stages.some((span) => span.value === "cancelled" && standsAt(end)(span));
const spans = (tenant) => tenant.stages.map((span, place) => ({ tenant, ...span, next: tenant.stages[place + 1]?.value }));

function tenants(world) {
  const { list } = world;
  const there = (end) => list.filter((tenant) => stands(tenant, end)).map((tenant) => ({ tenant }));
  const all = list.flatMap(spans);
  const trials = all.filter((span) => span.value === "trial");
  const over = (bucket) => trials.filter((span) => span.next !== undefined && within(bucket)(span.to)).map(({ tenant, to, next }) => ({ tenant, at: to, num: is(next === "active"), den: ONE }));
  return {
    "tenants.total": { kind: "stock", rows: ({ end }) => there(end) },
    "tenants.opened": { kind: "flow", rows: (bucket) => list.filter(({ openedAt }) => within(bucket)(openedAt)).map((tenant) => ({ tenant, at: tenant.openedAt })) },
    "tenants.cancelled": { kind: "flow", rows: (bucket) => all.filter(({ value, from }) => value === "cancelled" && within(bucket)(from)).map(({ tenant, from }) => ({ tenant, at: from })) },
    "tenants.growth": {
      kind: "ratio",
      rows: ({ start, end }) => [...there(end).map((row) => ({ ...row, num: ONE, den: 0n })), ...there(start).map((row) => ({ ...row, num: -ONE, den: ONE }))],
    },
    "tenants.active_7d": { kind: "stock", rows: ({ last }) => active(world, last, 6).map((id) => ({ tenant: world.tenant(id) })) },
    "tenants.active_30d": { kind: "stock", rows: ({ last }) => active(world, last, 29).map((id) => ({ tenant: world.tenant(id) })) },
    "tenants.active_share": {
      kind: "ratio",
      rows: ({ end, last }) => {
        const some = new Set(active(world, last, 6));
        return there(end).map(({ tenant }) => ({ tenant, num: is(some.has(tenant.id)), den: ONE }));
      },
    },
    "trials.running": { kind: "stock", rows: ({ end }) => trials.filter(standsAt(end)).map(({ tenant }) => ({ tenant })) },
    "trials.started": { kind: "flow", rows: (bucket) => trials.filter(({ from }) => within(bucket)(from)).map(({ tenant, from }) => ({ tenant, at: from })) },
    "trials.converted": { kind: "flow", rows: (bucket) => over(bucket).filter(({ num }) => num === ONE) },
    "trials.conversion": { kind: "ratio", rows: over },
    "plan_items.held": {
      kind: "stock",
      rows: ({ end }) => list.flatMap((tenant) => tenant.plans.filter(standsAt(end)).flatMap((span) => span.value.map(({ plan, quantity }) => ({ tenant, plan, num: scaled(quantity) })))),
    },
  };
}

function members(world) {
  const all = world.list.flatMap((tenant) => [...tenant.members].map(([member, { joinedAt }]) => ({ tenant, member, at: joinedAt })));
  const joined = (end) => all.filter(({ at }) => at < end);
  const some = (last, more) => {
    const found = new Map();
    for (const { tenant, day, members } of back(world, last, more)) for (const member of members.keys()) found.set(`${tenant}|${member}`, { tenant: world.tenant(tenant), member, day });
    return [...found.values()]; // each with its last day
  };
  const distinct = (more) => ({ kind: "distinct", rows: ({ last }) => some(last, more).map(({ tenant, member }) => ({ tenant, member })) });
  return {
    "members.total": { kind: "stock", rows: ({ end }) => joined(end) },
    "members.joined": { kind: "flow", rows: (bucket) => all.filter(({ at }) => within(bucket)(at)) },
    "members.active": distinct(0),
    "members.active_7d": distinct(6),
    "members.active_30d": distinct(29),
    "members.per_tenant": {
      kind: "ratio",
      rows: ({ end }) => different(joined(end).map(({ tenant }) => tenant)).map((tenant) => ({ tenant, num: scaled(joined(end).filter((one) => one.tenant === tenant).length), den: ONE })),
    },
    "members.stickiness": { kind: "ratio", rows: ({ last }) => some(last, 29).map(({ tenant, member, day }) => ({ tenant, member, num: is(day === last), den: ONE })) },
  };
}

function sessions(world) {
  const all = world.sessions.map((one) => ({ ...one, tenant: world.tenant(one.tenant) }));
  const started = (bucket) => all.filter(({ start }) => within(bucket)(start)).map((one) => ({ ...one, at: one.start, member: undefined }));
  const over = (bucket) => started(bucket).filter(({ end }) => end !== null);
  return {
    "sessions.started": { kind: "flow", rows: started },
    "sessions.time": { kind: "flow", rows: (bucket) => over(bucket).map(({ tenant, at, end }) => ({ tenant, at, num: scaled(Math.round((end - at) / 1000)) })) },
    "sessions.length": { kind: "ratio", rows: (bucket) => over(bucket).map(({ tenant, start, end }) => ({ tenant, num: scaled(end - start) / 1000n, den: ONE })) },
    "sessions.timed_out": { kind: "ratio", rows: (bucket) => over(bucket).map(({ tenant, timedOut }) => ({ tenant, num: is(timedOut), den: ONE })) },
    "sessions.open": { kind: "stock", rows: ({ end }) => all.filter((one) => one.start < end && one.start > end - DAY && (one.end === null || one.end >= end)).map(({ tenant }) => ({ tenant })) },
    "sessions.peak": { kind: "peak", rows: (bucket, ofTenants) => (ofTenants ? peaks(all, bucket) : world.quarters.filter(([at]) => within(bucket)(at)).map(([, { peak }]) => ({ num: scaled(peak) }))) },
    "sessions.per_tenant": {
      kind: "ratio",
      rows: ({ last }) => {
        const [counts, some] = [new Map(), new Set(active(world, last, 6))];
        for (const { tenant, sessions } of back(world, last, 29)) counts.set(tenant, (counts.get(tenant) ?? 0) + sessions);
        return [...counts].map(([id, count]) => ({ tenant: world.tenant(id), num: scaled(count), den: is(some.has(id)) }));
      },
    },
  };
}

const peaks = (all, { start, end }) =>
  different(all.map(({ tenant }) => tenant)).map((tenant) => ({ tenant, num: scaled(most(all.filter((one) => one.tenant === tenant), start, end)) }));

function usage(world) {
  const found = { "usage.events": { kind: "flow", rows: (bucket) => inside(world, bucket).map((one) => ({ tenant: world.tenant(one.tenant), day: one.day, num: scaled(one.events) })) } };
  for (const meter of world.meters) {
    const heard = world.facts.events
      .filter(({ type }) => type === meter.event_type)
      .map((event) => ({ tenant: world.tenant(event.tenant), at: event.at, said: grouped(meter, event), num: value(meter, event).number }))
      .filter(({ num }) => num !== null);
    const daily = (bucket) => inside(world, bucket).filter((one) => one.meters.has(meter.key)).map((one) => ({ tenant: world.tenant(one.tenant), day: one.day, num: amount(one.meters.get(meter.key)) }));
    found[`usage.${meter.key}`] =
      meter.adds === "latest" ? { kind: "stock", rows: ({ last }) => latest(world, meter.key, last) }
      : meter.adds === "unique" ? { kind: "flow", rows: daily }
      : { kind: meter.adds === "max" ? "peak" : "flow", rows: ({ start, whole }) => heard.filter(({ at }) => within({ start, end: whole })(at)) }; // an application's clock can be minutes ahead
  }
  return found;
}

const grouped = (meter, event) => Object.fromEntries(meter.group_by.map((name) => [name, event.data[name]]));

// Latest report of each tenant.
function latest(world, key, last) {
  const found = new Map();
  for (const one of world.days.values()) {
    const kept = one.meters.get(key);
    if (kept && one.day <= last && !(found.get(one.tenant)?.at > kept.at)) found.set(one.tenant, kept);
  }
  return [...found].map(([id, { value }]) => ({ tenant: world.tenant(id), num: value }));
}

// Values known only for the present.
function now(world) {
  const stand = (lifecycle) => world.list.filter((tenant) => tenant.stages.at(-1).value === lifecycle);
  const endsAt = (tenant) => Date.parse(tenant.said.findLast((one) => one.trial_ends_at).trial_ends_at);
  return {
    "members.online": {
      kind: "distinct",
      rows: ({ end }) => {
        const here = world.sessions.filter((one) => one.end === null && one.start <= end && one.member !== null);
        const heard = world.facts.events.filter((one) => one.member !== null && one.at > end - 300_000 && one.at <= end);
        return [...new Map([...here, ...heard].map((one) => [`${one.tenant}|${one.member}`, { tenant: world.tenant(one.tenant), member: one.member }])).values()];
      },
    },
    "trials.ending": { kind: "stock", rows: ({ end }) => stand("trial").filter((tenant) => endsAt(tenant) < end + 7 * DAY).map((tenant) => ({ tenant })) },
    "plan_items.without_price": {
      kind: "stock",
      rows: () => stand("active").flatMap((tenant) => (tenant.plans.at(-1)?.value ?? []).filter(({ plan }) => !(plan in world.prices)).map(({ plan }) => ({ tenant, plan }))),
    },
  };
}
