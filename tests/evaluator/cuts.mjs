import { next } from "./zones.mjs";

// Dimension values of a row: as of the day it happened, or as of the end of the bucket. A tenant can be on several plans.
export function values(dimension, row, { at, zone, bucket, clock }) {
  if (dimension === "hour") return [String(clock.hour(bucket.start))];
  if (dimension === "weekday") return [String(clock.weekday(bucket.start))];
  if (dimension === "tenant") return [row.tenant.id];
  if (dimension === "role") return [row.tenant.members.get(row.member).role];
  if (dimension === "status") return [row.tenant.stages.at(-1).value];
  if (dimension === "plan") return row.plan === undefined ? held(row.tenant, at) : [row.plan];
  if (dimension === "country" || dimension === "source") return [attribute(row.tenant[dimension], at)];
  const said = row.said?.[dimension];
  return said === undefined || said === null ? [] : [String(said)];
}

// Events use the values at the end of their local day.
export const cutAt = (kind, row, bucket, zone, now) =>
  kind === "flow" ? Math.min(zone.start(next(row.day ?? zone.day(row.at))), now) : Math.min(bucket.end, now);

const held = (tenant, at) => {
  const plans = tenant.plans.filter((span) => span.from < at && span.to >= at).flatMap((span) => span.value.map(({ plan }) => plan));
  return plans.length === 0 ? [null] : [...new Set(plans)];
};

// Before the first report, the first reported value applies.
const attribute = (spans, at) => (spans.find((span) => span.from < at && span.to >= at) ?? spans[0])?.value ?? null;
