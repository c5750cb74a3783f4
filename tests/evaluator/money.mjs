import { halfUp } from "./numbers.mjs";
import { intervals, when } from "./facts.mjs";

const TOGETHER = 60_000;
const PERIODS = { day: [365n, 12n], week: [52n, 12n], month: [1n, 1n], year: [1n, 12n] };

// Amounts have 12 decimals of the smallest unit, as whole numbers of 10^-12.
export const PART = 10n ** 12n;

// Monthly price of a quantity.
export function monthly({ amount, unit, units = 1 }, quantity) {
  const [times, months] = PERIODS[unit];
  return halfUp(BigInt(amount) * BigInt(quantity) * times * PART, months * BigInt(units));
}

// Price of a plan at an instant; the first price also applies before it. Null if unknown.
function priced(prices, plan, at) {
  const said = prices[plan] ?? [];
  return said.findLast((price) => Date.parse(price.since) <= at) ?? said[0] ?? null;
}

// Estimated MRR of a tenant as movements: {at, kind, parts: Map(plan, delta)}, in one currency.
export function movements(tenant, prices) {
  const [plans, lifecycles] = [intervals(tenant, "plan_items"), intervals(tenant, "lifecycle")];
  const held = (at) => {
    const amounts = new Map();
    if (when(lifecycles, at) === "active")
      for (const { plan, quantity } of when(plans, at) ?? []) {
        const price = priced(prices, plan, at);
        const amount = price ? monthly(price, quantity) : 0n;
        if (amount !== 0n) amounts.set(plan, amount);
      }
    return amounts;
  };
  const changed = Object.values(prices).flatMap((said) => said.slice(1).map(({ since }) => Date.parse(since)));
  const moments = [...new Set([...plans, ...lifecycles].flatMap((span) => [span.from, span.to]).concat(changed))].filter(Number.isFinite).sort((one, other) => one - other);

  const found = [];
  let [before, hasPaid, at] = [new Map(), false, 0];
  while (at < moments.length) {
    const first = moments[at];
    if (isSame(held(first), before)) {
      at += 1;
      continue;
    }
    // changes within a minute of the first are one movement, dated by the last effective change
    let [moment, after] = [first, held(first)];
    for (at += 1; at < moments.length && moments[at] - first <= TOGETHER; at += 1)
      if (!isSame(held(moments[at]), after)) [moment, after] = [moments[at], held(moments[at])];
    const parts = new Map();
    for (const plan of new Set([...before.keys(), ...after.keys()])) {
      const delta = (after.get(plan) ?? 0n) - (before.get(plan) ?? 0n);
      if (delta !== 0n) parts.set(plan, delta);
    }
    if (parts.size > 0) found.push({ tenant: tenant.id, at: moment, kind: kind(total(before), total(after), hasPaid), parts });
    hasPaid ||= total(after) > 0n;
    before = after;
  }
  return found;
}

function kind(before, after, hasPaid) {
  const moved = after > before ? after - before : before - after;
  if (moved < PART / 10n ** 9n) return "switch";
  if (before === 0n) return hasPaid ? "reactivation" : "new";
  if (after === 0n) return "churn";
  return after > before ? "expansion" : "contraction";
}

const total = (amounts) => [...amounts.values()].reduce((sum, one) => sum + one, 0n);
const isSame = (one, other) => one.size === other.size && [...one].every(([plan, amount]) => other.get(plan) === amount);
