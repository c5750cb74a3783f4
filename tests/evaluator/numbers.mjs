// Decimals as whole numbers of 10^-SCALE.
const SCALE = 20;
export const ONE = 10n ** BigInt(SCALE);

// Null if the text is not a number.
export function read(said) {
  const text = typeof said === "number" || typeof said === "string" ? String(said) : "";
  const found = /^(-?)([0-9]{1,30})(?:\.([0-9]{1,20}))?$/.exec(text);
  if (!found) return null;
  const value = BigInt(found[2]) * ONE + BigInt((found[3] ?? "").padEnd(SCALE, "0"));
  return found[1] ? -value : value;
}

export const scaled = (whole) => BigInt(whole) * ONE;

export function write(value) {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return (value < 0n ? "-" : "") + digits.slice(0, -SCALE) + (fraction ? "." + fraction : "");
}

// Rounds to the nearest whole number, half up. Inputs are never negative.
export const halfUp = (num, den) => (2n * num + den) / (2n * den);

// Rounds to a number of decimals, half away from zero.
export function rounded(value, digits) {
  const unit = 10n ** BigInt(SCALE - digits);
  return value < 0n ? -halfUp(-value, unit) * unit : halfUp(value, unit) * unit;
}

export class Sums extends Map {
  add(key, value) {
    this.set(key, (this.get(key) ?? 0n) + value);
  }
}
