const DAY = 86_400n;
const zero = () => ({ opening: 0n, closing: 0n, lost: 0n, won: 0n, back: 0n });

// What the movements say of a bucket, in the smallest unit.
export function money(world, { start, end }) {
  const tenants = new Map();
  const kinds = { new: 0n, expansion: 0n, contraction: 0n, churn: 0n, reactivation: 0n, switch: 0n };
  for (const { tenant, at, kind, parts } of world.moved.filter((one) => one.at < end)) {
    const delta = [...parts.values()].reduce((sum, one) => sum + one, 0n);
    const one = tenants.get(tenant) ?? tenants.set(tenant, zero()).get(tenant);
    one.closing += delta;
    if (at < start) one.opening += delta;
    else {
      kinds[kind] += delta;
      if (["contraction", "churn"].includes(kind)) one.lost -= delta;
      if (["new", "expansion", "reactivation"].includes(kind)) one.won += delta;
      if (["expansion", "reactivation"].includes(kind)) one.back += delta;
    }
  }
  const all = [...tenants.values()];
  const sum = (of, some = all) => some.reduce((total, one) => total + of(one), 0n);
  const [closing, opening, lost] = [sum((one) => one.closing), sum((one) => one.opening), sum((one) => one.lost)];
  const stayed = all.filter((one) => one.opening > 0n);
  const paying = BigInt(all.filter((one) => one.closing > 0n).length);
  return {
    "mrr.estimated": [closing],
    "mrr.arr": [12n * closing],
    "mrr.net": [closing - opening],
    "mrr.new": [kinds.new],
    "mrr.expansion": [kinds.expansion],
    "mrr.contraction": [-kinds.contraction],
    "mrr.churned": [-kinds.churn],
    "mrr.reactivated": [kinds.reactivation],
    "mrr.adjusted": [0n],
    "customers.paying": [paying],
    "customers.arpa": [closing, paying],
    "mrr.gross_churn": [lost, opening],
    "mrr.net_churn": [lost - sum((one) => one.back), opening],
    "mrr.grr": [sum((one) => (one.opening < one.closing ? one.opening : one.closing), stayed), opening],
    "mrr.nrr": [sum((one) => one.closing, stayed), opening],
    "mrr.quick_ratio": [sum((one) => one.won), lost],
    "customers.churn": [BigInt(stayed.filter((one) => one.closing <= 0n).length), BigInt(stayed.length)],
    "revenue.plans_30d": [accrued(world.moved, end)],
  };
}

// What was held in 30 days of 24 hours, for as long as it was: of each tenant and plan rounded once.
function accrued(moved, end) {
  const from = end - 720 * 3_600_000;
  const held = new Map();
  for (const { tenant, at, parts } of moved.filter((one) => one.at < end))
    for (const [plan, delta] of parts) {
      const key = `${tenant}|${plan}`;
      held.set(key, (held.get(key) ?? 0n) + delta * BigInt((end - Math.max(at, from)) / 1000) * 12n);
    }
  const den = DAY * 365n;
  return [...held.values()].reduce((sum, one) => sum + (one < 0n ? -((2n * -one + den) / (2n * den)) : (2n * one + den) / (2n * den)), 0n);
}
