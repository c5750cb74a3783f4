// Sends the request of a "Try it" form from this browser, with a test key only, and shows the response.
const shown = 200_000; // characters of a body; the page stays fast
const wait = 15_000; // milliseconds; streams never end
const slot = "try.key";

const text = (form, name) => form.querySelector(`[data-try-${name}]`);
const keyField = () => document.getElementById("try-key");

function restore() {
  const field = keyField();
  if (field && !field.value) field.value = sessionStorage.getItem(slot) ?? "";
}

/** @returns the request: filled path, query, headers and body */
function read(form) {
  let path = form.dataset.try;
  const query = new URLSearchParams();
  const headers = { Authorization: `Bearer ${keyField().value.trim()}` };
  for (const { value, dataset } of form.querySelectorAll("[data-place]")) {
    if (dataset.place === "path") path = path.replace(`{${dataset.name}}`, encodeURIComponent(value.trim()));
    else if (!value) continue;
    else if (dataset.place === "query") query.append(dataset.name, value);
    else headers[dataset.name] = value;
  }
  const body = form.querySelector("[data-body]");
  if (body?.value) headers["Content-Type"] = body.dataset.body;
  return { address: query.size ? `${path}?${query}` : path, options: { method: form.dataset.method, headers, body: body?.value || undefined } };
}

/** @returns the start of a body; files are only measured */
async function receive(response, stop) {
  if (!response.body) return "";
  const type = response.headers.get("Content-Type") ?? "";
  if (!/text|json|yaml|xml|event-stream/.test(type)) return `${(await response.arrayBuffer()).byteLength} bytes of ${type || "unknown type"}`;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let body = "";
  try {
    for (let part = await reader.read(); !part.done && body.length < shown; part = await reader.read()) body += part.value;
  } catch (failed) {
    if (!stop.aborted) throw failed;
  }
  await reader.cancel().catch(() => {});
  if (!type.includes("json")) return body.slice(0, shown);
  try {
    return JSON.stringify(JSON.parse(body), null, 2).slice(0, shown);
  } catch {
    return body.slice(0, shown);
  }
}

async function send(form) {
  const status = text(form, "status");
  const stopButton = text(form, "stop");
  if (!keyField().value.trim().startsWith("oc_test_")) {
    status.textContent = "Use a test key: it starts with oc_test_.";
    keyField().focus();
    return;
  }
  sessionStorage.setItem(slot, keyField().value.trim());
  const { address, options } = read(form);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), wait);
  stopButton.onclick = () => stop.abort();
  stopButton.hidden = false;
  status.textContent = "Sending…";
  const start = performance.now();
  try {
    const response = await fetch(address, { ...options, credentials: "omit", redirect: "manual", cache: "no-store", signal: stop.signal });
    const body = await receive(response, stop.signal);
    status.textContent = `${response.status} ${response.statusText} in ${Math.round(performance.now() - start)} ms`;
    text(form, "headers").textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    text(form, "body").textContent = body || "(empty)";
    text(form, "response").hidden = false;
  } catch {
    status.textContent = stop.signal.aborted ? "Stopped before a response arrived." : "The console can't be reached.";
  } finally {
    clearTimeout(timer);
    stopButton.hidden = true;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-try]")) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("htmx:after:swap", restore);
restore();
