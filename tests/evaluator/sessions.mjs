const LONGEST = 24 * 3_600_000;

// Sessions: from the first reported start to the last end. Open sessions end at the limit, and none is longer than a day.
export function sessions(events, { now, limit }) {
  const all = new Map();
  for (const { tenant, id, type, at, member, data } of events) {
    if (!["session.started", "session.ended", "session.recorded"].includes(type)) continue;
    const session = typeof data.session === "string" && data.session ? data.session : "\u0000" + id; // a complete session needs no id
    const key = JSON.stringify([tenant, session]);
    const one = all.get(key) ?? { tenant, session, member: null, start: null, said: null };
    if (type !== "session.ended") one.start = Math.min(one.start ?? Infinity, at);
    if (type === "session.ended") one.said = Math.max(one.said ?? -Infinity, at);
    if (type === "session.recorded") one.said = Math.max(one.said ?? -Infinity, at + data.duration_seconds * 1000);
    if (member !== null) one.member = member;
    all.set(key, one);
  }
  return [...all.values()].filter((one) => one.start !== null).map((one) => ended(one, now, limit));
}

function ended(one, now, limit) {
  if (one.said !== null)
    return { ...one, end: Math.min(Math.max(one.said, one.start), one.start + LONGEST), timedOut: one.said > one.start + LONGEST };
  return one.start + limit < now ? { ...one, end: one.start + limit, timedOut: true } : { ...one, end: null, timedOut: false };
}

// Peak number of concurrent sessions within a range.
export function most(all, start, end) {
  const steps = all
    .filter((one) => one.start < end && (one.end === null || one.end > start) && one.end !== one.start)
    .flatMap((one) => [{ at: Math.max(one.start, start), step: 1 }, ...(one.end === null || one.end >= end ? [] : [{ at: one.end, step: -1 }])])
    .sort((one, other) => one.at - other.at || one.step - other.step);
  let [open, found] = [0, 0];
  for (const { step } of steps) found = Math.max(found, (open += step));
  return found;
}

// Starts and peak concurrency by quarter of an hour. A session that ends when another starts is not concurrent with it.
// Open sessions count until now, even without later starts or ends.
export function quarters(all, now, size = 900_000) {
  const [END, MARK, START] = [0, 1, 2];
  const steps = [];
  for (const { start, end } of all) {
    const hasLength = end === null || end > start;
    steps.push({ at: start, what: START, step: hasLength ? 1 : 0 });
    if (end !== null && hasLength) steps.push({ at: end, what: END, step: -1 });
  }
  if (steps.length === 0) return new Map();
  const times = steps.map((step) => step.at);
  const last = times.reduce((one, other) => Math.max(one, other), all.some(({ end }) => end === null) ? now : -Infinity);
  for (let at = Math.floor(times.reduce((one, other) => Math.min(one, other)) / size) * size; at <= last; at += size) steps.push({ at, what: MARK, step: 0 });
  steps.sort((one, other) => one.at - other.at || one.what - other.what);

  const found = new Map();
  let open = 0;
  for (const { at, what, step } of steps) {
    open += step;
    if (what === END) continue; // an end can't be the peak; remaining sessions are counted at the next mark
    const bucket = Math.floor(at / size) * size;
    const cell = found.get(bucket) ?? found.set(bucket, { started: 0, peak: 0 }).get(bucket);
    if (what === START) cell.started += 1;
    cell.peak = Math.max(cell.peak, open);
  }
  return new Map([...found].filter(([, cell]) => cell.started > 0 || cell.peak > 0));
}
