import { readFileSync } from "node:fs";
import { closed } from "./books.mjs";
import { intervals, read } from "./facts.mjs";
import { figures } from "./figures.mjs";
import { days, lines } from "./models.mjs";
import { quarters, sessions } from "./sessions.mjs";
import { Zone } from "./zones.mjs";

const [factsPath, settingsPath] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsPath, "utf8"));
const { meters, prices } = settings;
const facts = read(factsPath);
const zone = new Zone(settings.zone);
const now = Date.parse(settings.now);
const held = sessions(facts.events, { now, limit: settings.session_limit_seconds * 1000 });
const open = quarters(held, now);
const found = days(facts, held, zone, meters);
const moved = [...facts.tenants.values()].flatMap((tenant) => closed(tenant, settings.closed, prices));

const list = [...facts.tenants.values()].map((tenant) => ({
  ...tenant,
  stages: intervals(tenant, "lifecycle"),
  plans: intervals(tenant, "plan_items"),
  country: intervals(tenant, "country"),
  source: intervals(tenant, "source"),
}));
const named = new Map(list.map((tenant) => [tenant.id, tenant]));
const byDay = new Map();
for (const one of found.values()) byDay.set(one.day, [...(byDay.get(one.day) ?? []), one]);
const world = { facts, list, tenant: (id) => named.get(id), sessions: held, quarters: [...open], days: found, byDay, moved, meters, prices };

const all = [...lines(facts, held, open, found, moved, zone, meters), ...figures(world, settings.questions, zone)];
process.stdout.write(all.sort().join("\n") + "\n");
