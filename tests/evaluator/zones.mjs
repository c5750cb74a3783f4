// Local time by Intl alone. Offsets change at quarters of an hour only, so each quarter is asked once.
const QUARTER = 900_000;
const DAY = 86_400_000;

export class Zone {
  #format;
  #offsets = new Map();
  #starts = new Map();

  constructor(name) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: name, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    });
  }

  // Milliseconds that local time is ahead of UTC at an instant.
  offset(at) {
    const quarter = Math.floor(at / QUARTER) * QUARTER;
    if (!this.#offsets.has(quarter)) {
      const part = Object.fromEntries(this.#format.formatToParts(quarter).map((one) => [one.type, Number(one.value)]));
      this.#offsets.set(quarter, Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - quarter);
    }
    return this.#offsets.get(quarter);
  }

  // The local day of an instant, as 2026-11-20.
  day(at) {
    return new Date(at + this.offset(at)).toISOString().slice(0, 10);
  }

  // The first instant of a local day: the earliest quarter that belongs to it.
  start(day) {
    if (!this.#starts.has(day)) {
      let at = Date.parse(day) - 16 * 3_600_000;
      while (this.day(at) < day) at += QUARTER;
      this.#starts.set(day, at);
    }
    return this.#starts.get(day);
  }

  hour(at) {
    return new Date(at + this.offset(at)).getUTCHours();
  }

  // 1 to 7, from Monday on.
  weekday(at) {
    return ((new Date(at + this.offset(at)).getUTCDay() + 6) % 7) + 1;
  }

  month(at) {
    return this.day(at).slice(0, 7);
  }
}

export const next = (day, more = 1) => new Date(Date.parse(day) + more * DAY).toISOString().slice(0, 10);

export function* days(from, to) {
  for (let day = from; day <= to; day = next(day)) yield day;
}
