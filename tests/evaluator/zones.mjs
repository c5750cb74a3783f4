// Local time based on Intl only. Offsets change only at quarters of an hour, so each quarter is computed once.
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

  // Offset of local time from UTC at an instant, in milliseconds.
  offset(at) {
    const quarter = Math.floor(at / QUARTER) * QUARTER;
    if (!this.#offsets.has(quarter)) {
      const part = Object.fromEntries(this.#format.formatToParts(quarter).map((one) => [one.type, Number(one.value)]));
      this.#offsets.set(quarter, Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - quarter);
    }
    return this.#offsets.get(quarter);
  }

  // Local day of an instant, such as 2026-11-20.
  day(at) {
    return new Date(at + this.offset(at)).toISOString().slice(0, 10);
  }

  // First instant of a local day: its earliest quarter.
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

  // 1 (Monday) to 7.
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
