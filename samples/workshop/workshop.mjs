// Workshop is a small Node.js application that connects to Owner Console using only the standard library, as described in docs/guides/connect.md.
// It reports a tenant and its members, receives signed webhooks, executes and undoes a task, and supports impersonation.
//   CONSOLE=http://localhost:8080 KEY=oc_live_… node workshop.mjs     prints its port, then reads the secret of its endpoint (whsec_…) from standard input
import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const { CONSOLE: console_, KEY: key, WORKSHOP_PORT: port = "0" } = process.env;
const name = "Workshop";
const people = new Map([["anna", { name: "Anna Smith", role: "client" }], ["ben", { name: "Ben Cole", role: "client" }]]);
const done = new Map(); // results by task ID, so that a task delivered twice runs once
const used = new Set(); // tokens that were already used
let secret = "";

async function ask(method, path, body, token = key, type = "application/json") {
  const answer = await fetch(console_ + path, { method, headers: { authorization: `Bearer ${token}`, "content-type": type }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

// Reporting

async function report(address) {
  await ask("PUT", "/api/v1/application", { name, version: "1.0", impersonation_url: `${address}/impersonate`, tasks: ["member.set_role"], previews: ["member.set_role"] });
  await ask("PUT", "/api/v1/tenants/ext:bench-1", { name: "Bench One" });
  await ask("PUT", "/api/v1/tenants/ext:bench-1/members", { data: [...people].map(([id, person]) => ({ id: `ext:${id}`, ...person })) });
  const event = {
    specversion: "1.0", id: "1", source: "/workshop", type: "session.recorded", subject: "bench-1", time: new Date(Date.now() - 3600e3).toISOString(),
    data: { session: "s1", member: "anna", duration_seconds: 1200 },
  };
  await ask("POST", "/api/v1/events", event, key, "application/cloudevents+json");
}

// Webhooks: Standard Webhooks 1.0.0

function isSigned(headers, body) {
  const at = Number(headers["webhook-timestamp"]);
  if (!secret || Math.abs(Date.now() / 1000 - at) > 300) return false;
  const ours = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64")).update(`${headers["webhook-id"]}.${at}.`).update(body).digest();
  return String(headers["webhook-signature"]).split(" ").some((one) => {
    const theirs = Buffer.from(one.replace("v1,", ""), "base64");
    return one.startsWith("v1,") && theirs.length === ours.length && timingSafeEqual(theirs, ours);
  });
}

// Tasks

async function carry(task) {
  const say = (word, body) => ask("POST", `/api/v1/tasks/${task.id}/${word}`, body, task.token);
  if (task.action === "preview") { // only a preview: nothing is changed
    const person = people.get(task.subject.external_id);
    if (!person) return say("fail", { code: "backups_unavailable", message: "Workshop has no such person." });
    return say("complete", { result: { sentences: [`${task.subject.external_id} is ${person.role} today.`], effects: [{ field: "Role", before: person.role, after: task.input.role }] } });
  }
  if (!done.has(task.id)) {
    const person = people.get(task.subject.external_id);
    if (!person) return say("fail", { code: "backups_unavailable", message: "Workshop has no such person." });
    person.role = task.action === "undo" ? task.input.before : task.input.role;
    done.set(task.id, { note: `${task.subject.external_id} is ${person.role}.` });
  }
  return say("complete", done.get(task.id));
}

// Impersonation: a JWT, signed with ES256 only

const part = (text) => JSON.parse(Buffer.from(text, "base64url"));

async function visitor(token, address) {
  const [head, body, signature] = token.split(".");
  const { alg, kid } = part(head);
  const jwk = (await ask("GET", "/.well-known/jwks.json")).keys.find((one) => one.kid === kid);
  if (alg !== "ES256" || !jwk) return null;
  const isOurs = verify("sha256", Buffer.from(`${head}.${body}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
  const claims = part(body);
  if (!isOurs || claims.iss !== console_ || claims.aud !== name || claims.exp * 1000 < Date.now() || used.has(claims.jti)) return null;
  used.add(claims.jti);
  const { active } = await ask("POST", "/api/v1/impersonations/introspect", { id: claims.sid });
  return active ? claims : null;
}

async function read(request) {
  const parts = [];
  for await (const some of request) parts.push(some);
  return Buffer.concat(parts);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = (status, text) => response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
  try {
    if (url.pathname === "/hook") {
      const body = await read(request);
      if (!isSigned(request.headers, body)) return answer(400, "not signed"); // the content was not read
      answer(202, "");
      const told = JSON.parse(body);
      if (told.type === "task.offered") await carry(told.data.task);
    } else if (url.pathname === "/impersonate") {
      const claims = await visitor(url.searchParams.get("token") ?? "").catch(() => null);
      answer(claims ? 200 : 403, claims ? `${claims.act.name} is impersonating ${people.get(claims.sub).name}: ${claims.reason} (${claims.scope})` : "This token is invalid.");
    } else answer(200, JSON.stringify(Object.fromEntries(people)));
  } catch (error) {
    process.stderr.write(`${error}\n`);
    if (!response.headersSent) answer(500, "Internal error.");
  }
});

server.listen(Number(port), "127.0.0.1", async () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  await report(address);
  process.stdout.write(`${server.address().port}\n`);
});
createInterface({ input: process.stdin }).on("line", (line) => (secret = line.trim())).on("close", () => process.exit());
