import { movements } from "./money.mjs";

// Movements of closed months: recorded values do not change, and the difference to current knowledge is an adjustment in the first open month.
export function closed(tenant, closing, prices) {
  const due = movements(tenant, prices);
  if (!closing) return due;
  const until = Date.parse(closing.until);
  const booked = movements(tenant, closing.prices).filter(({ at }) => at < until);
  const missing = new Map();
  const add = (some, sign) => some.forEach(({ parts }) => parts.forEach((delta, plan) => missing.set(plan, (missing.get(plan) ?? 0n) + sign * delta)));
  add(due.filter(({ at }) => at < until), 1n);
  add(booked, -1n);
  const parts = new Map([...missing].filter(([, delta]) => delta !== 0n));
  const adjustment = parts.size === 0 ? [] : [{ tenant: tenant.id, at: until, kind: "adjustment", parts }];
  return [...booked, ...adjustment, ...due.filter(({ at }) => at >= until)];
}
