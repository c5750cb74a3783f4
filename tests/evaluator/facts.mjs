import { readFileSync } from "node:fs";

// Reports of each tenant, its members and its events; each event once, by tenant, source and id.
export function read(path) {
  const tenants = new Map();
  const events = new Map();
  const named = (id) => id.replace(/^ext:/, "");
  for (const line of readFileSync(path, "utf8").split("\n").filter(Boolean)) {
    const { fact, report, tenant } = JSON.parse(line);
    if (fact === "tenant") {
      const id = named(report.id);
      if (!tenants.has(id)) tenants.set(id, { id, openedAt: null, said: [], members: new Map() });
      const known = tenants.get(id);
      known.said.push({ at: Date.parse(report.effective_at), ...report });
      if (report.opened_at) known.openedAt = Date.parse(report.opened_at);
    } else if (fact === "member") {
      tenants.get(named(tenant)).members.set(named(report.id), { joinedAt: Date.parse(report.joined_at), role: report.role });
    } else {
      const key = JSON.stringify([named(report.subject), report.source, report.id]);
      if (!events.has(key)) events.set(key, event(report, named(report.subject)));
    }
  }
  // a member without a report is known from their first event on
  for (const { tenant, member, at } of events.values()) {
    const { members } = tenants.get(tenant);
    if (member === null) continue;
    if (!members.has(member)) members.set(member, { joinedAt: at, role: null, isFound: true });
    const known = members.get(member);
    if (known.isFound) known.joinedAt = Math.min(known.joinedAt, at);
  }
  for (const tenant of tenants.values()) tenant.said.sort((one, other) => one.at - other.at);
  return { tenants, events: [...events.values()] };
}

function event(report, tenant) {
  const data = report.data ?? {};
  const at = Date.parse(report.time);
  return { tenant, id: report.id, type: report.type, at, member: report.member ?? (typeof data.member === "string" ? data.member : null), data };
}

// Values of a field over time: each applies from its report to the next report with a different value.
export function intervals(tenant, field) {
  const spans = [];
  for (const said of tenant.said.filter((one) => field in one)) {
    const last = spans.at(-1);
    if (last && JSON.stringify(last.value) === JSON.stringify(said[field])) continue;
    if (last) last.to = said.at;
    spans.push({ from: said.at, to: Infinity, value: said[field] });
  }
  return spans;
}

export const when = (spans, at) => spans.find((span) => span.from <= at && at < span.to)?.value;
