import { PART } from "./money.mjs";
import { ONE } from "./numbers.mjs";

const MONEY = ONE / PART;

const MONTH = 720n * 3_600_000n;
const WHAT = { new: ["new"], expansion: ["expansion"], contraction: ["contraction"], churned: ["churn"], reactivated: ["reactivation"], adjusted: ["adjustment"], fx: ["fx"] };
const LOST = ["contraction", "churn"];
const WON = ["new", "expansion", "reactivation"];
const BACK = ["expansion", "reactivation"];

// Sums of movements, in the smallest unit.
export function money(world) {
  const parts = world.moved.flatMap(({ tenant, at, kind, parts }) => [...parts].map(([plan, delta]) => ({ tenant: world.tenant(tenant), at, kind, plan, delta })));
  const flow = (kinds, sign = 1n) => ({
    kind: "flow",
    money: true,
    rows: ({ start, end }) => parts.filter(({ at, kind }) => at >= start && at < end && (!kinds || kinds.includes(kind))).map((one) => ({ ...one, num: sign * one.delta * MONEY })),
  });
  const stock = (of) => ({ kind: "stock", money: true, rows: ({ end }) => plans(parts, end, of) });
  const ratio = (who, num, den) => ({
    kind: "ratio",
    money: true,
    rows: ({ start, end }) => customers(parts, start, end).filter(who).map((one) => ({ tenant: one.tenant, num: num(one) * MONEY, den: den(one) * MONEY })),
  });
  const stayed = ({ opening }) => opening > 0n;
  const opening = (one) => one.opening;
  return {
    "mrr.estimated": stock(({ delta }) => delta),
    "mrr.arr": stock(({ delta }) => 12n * delta),
    // The simulated tenants have no subscriptions.
    "mrr.at_risk": { kind: "stock", money: true, rows: () => [] },
    "mrr.scheduled_churn": { kind: "stock", money: true, rows: () => [] },
    "mrr.net": flow(null),
    ...Object.fromEntries(Object.entries(WHAT).map(([name, kinds]) => [`mrr.${name}`, flow(kinds, LOST.includes(kinds[0]) ? -1n : 1n)])),
    "customers.paying": { kind: "stock", rows: ({ start, end }) => customers(parts, start, end).filter(({ closing }) => closing > 0n).map(({ tenant }) => ({ tenant })) },
    "customers.arpa": ratio(({ closing }) => closing > 0n, ({ closing }) => closing, () => PART),
    "mrr.gross_churn": ratio(({ opening, lost }) => opening > 0n || lost > 0n, ({ lost }) => lost, opening),
    "mrr.net_churn": ratio(({ opening, lost, back }) => opening > 0n || lost > 0n || back > 0n, ({ lost, back }) => lost - back, opening),
    "mrr.grr": ratio(stayed, ({ opening, closing }) => (opening < closing ? opening : closing), opening),
    "mrr.nrr": ratio(stayed, ({ closing }) => closing, opening),
    "mrr.quick_ratio": ratio(({ won, lost }) => won > 0n || lost > 0n, ({ won }) => won, ({ lost }) => lost),
    "customers.churn": ratio(stayed, ({ closing }) => (closing <= 0n ? PART : 0n), () => PART),
    "revenue.plans_30d": { kind: "stock", rows: ({ end }) => plans(parts, end, (part) => held(part, end), accrued) },
  };
}

// MRR at the end by tenant and plan.
function plans(parts, end, of, made = (sum) => sum) {
  const found = new Map();
  for (const part of parts.filter(({ at }) => at < end)) {
    const key = `${part.tenant.id}|${part.plan}`;
    const one = found.get(key) ?? found.set(key, { tenant: part.tenant, plan: part.plan, sum: 0n }).get(key);
    one.sum += of(part);
  }
  return [...found.values()].map(({ sum, ...row }) => ({ ...row, num: made(sum) * MONEY })).filter(({ num }) => num !== 0n);
}

// MRR by tenant at the start and end of the bucket, and the movements in between.
function customers(parts, start, end) {
  const found = new Map();
  for (const { tenant, at, kind, delta } of parts.filter(({ at }) => at < end)) {
    const one = found.get(tenant) ?? found.set(tenant, { tenant, opening: 0n, closing: 0n, lost: 0n, won: 0n, back: 0n }).get(tenant);
    one.closing += delta;
    if (at < start) one.opening += delta;
    else {
      if (LOST.includes(kind)) one.lost -= delta;
      if (WON.includes(kind)) one.won += delta;
      if (BACK.includes(kind)) one.back += delta;
    }
  }
  return [...found.values()];
}

// Revenue of subscribed plans over 30 days of 24 hours, rounded once per tenant and plan.
const held = ({ at, delta }, end) => delta * BigInt(end - Math.max(at, end - Number(MONTH))) * 12n;
const YEAR = 86_400_000n * 365n;
const rounded = (sum) => (2n * sum + YEAR * PART) / (2n * YEAR * PART);
const accrued = (sum) => (sum < 0n ? -rounded(-sum) : rounded(sum)) * PART;
