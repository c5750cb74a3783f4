// The last results that this person opened from the command palette, kept in this browser until they sign out.
const most = 8;
const prefix = "recent:";
const mine = () => prefix + document.body.dataset.person;

export const recent = () => JSON.parse(localStorage.getItem(mine()) ?? "[]");

/** Commands are left out: their preview depends on a state that has passed. */
export function remember({ kind, key, label, title, message, address }) {
  if (address.startsWith("/operations/new")) return;
  const row = { kind, key, label, title, message, address };
  localStorage.setItem(mine(), JSON.stringify([row, ...recent().filter((one) => one.key !== key)].slice(0, most)));
}

/** Deletes what others opened in this browser, because it names their tenants. */
export function forgetOthers(own = mine()) {
  for (const name of Object.keys(localStorage)) if (name.startsWith(prefix) && name !== own) localStorage.removeItem(name);
}

document.addEventListener("submit", (event) => event.target.getAttribute("action") === "/sign-out" && forgetOthers(null), true);
