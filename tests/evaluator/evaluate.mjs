import { readFileSync } from "node:fs";
import { read } from "./facts.mjs";
import { movements } from "./money.mjs";
import * as figures from "./figures.mjs";
import { days, lines } from "./models.mjs";
import { quarters, sessions } from "./sessions.mjs";
import { Zone } from "./zones.mjs";

const [factsPath, settingsPath] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsPath, "utf8"));
const facts = read(factsPath);
const zone = new Zone(settings.zone);
const now = Date.parse(settings.now);
const held = sessions(facts.events, { now, limit: settings.session_limit_seconds * 1000 });
const open = quarters(held, now);
const found = days(facts, held, zone, settings.meters);
const moved = [...facts.tenants.values()].flatMap((tenant) => movements(tenant, settings.prices));

const world = { facts, sessions: held, quarters: [...open], days: found, moved, meters: settings.meters, prices: settings.prices };
figures.prepare(world);

const all = [
  ...lines(facts, held, open, found, moved, zone, settings.meters),
  ...figures.lines(world, figures.buckets(settings.from, settings.to, zone)),
  ...figures.now(world, now),
];
process.stdout.write(all.sort().join("\n") + "\n");
