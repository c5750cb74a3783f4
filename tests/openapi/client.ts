// A client generated from the API description: the calls of the README, events in batches, limits, bulk operations and lists.
// `tsc --strict` checks that each call fits the description, and running it that the description fits the console.
// Environment: CONSOLE, the address of a console; KEY, a key of its live mode with full access. METER is the key of a counter with a limit of 1 on the plan PLAN.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./types.js";

const { CONSOLE = "", KEY = "", PLAN = "", METER = "" } = process.env;
const api = createClient<paths>({ baseUrl: CONSOLE, headers: { Authorization: `Bearer ${KEY}` } });
type Run = components["schemas"]["RunView"];

// README: report a tenant and one of its users, and list tenants.
const acme = { path: { id: "ext:acme" } };
const tenant = await api.PUT("/api/v1/tenants/{id}", {
  params: acme,
  body: { name: "Acme", contact_email: "ada@acme.example", plan_items: [{ plan: PLAN }] },
});
assert.ok(tenant.data, JSON.stringify(tenant.error));
assert.equal(tenant.response.status, 201);
const member = await api.PUT("/api/v1/tenants/{id}/members/{member}", {
  params: { path: { id: "ext:acme", member: "ext:ada" } },
  body: { name: "Ada", role: "owner" },
});
assert.ok(member.data, JSON.stringify(member.error));
const tenants = await api.GET("/api/v1/tenants", { params: { query: { q: "acme" } } });
assert.equal(tenants.data?.data[0]?.id, tenant.data.id);

// README: preview and run a suspension, find the run, undo it.
const preview = await api.POST("/api/v1/tenants/{id}/suspend", {
  params: { ...acme, query: { preview: true } },
  body: { cause: "billing" },
});
assert.ok(preview.data && "subjects" in preview.data && "confirmation" in preview.data, JSON.stringify(preview.error));
assert.equal(preview.response.status, 200);
const suspended = await api.POST("/api/v1/tenants/{id}/suspend", {
  params: { ...acme, header: { "Idempotency-Key": "acme-overdue" } },
  body: { cause: "billing" },
});
assert.ok(suspended.data && "lines" in suspended.data, JSON.stringify(suspended.error));
const runs = await api.GET("/api/v1/runs", { params: { query: { limit: 1 } } });
const run: Run | undefined = runs.data?.data[0];
assert.equal(run?.id, suspended.data.id);
const undo = await api.POST("/api/v1/runs/{id}/undo", { params: { path: { id: suspended.data.id } } });
assert.equal(undo.data?.undo_of, suspended.data.id);

// Bulk reports: rows with their IDs.
const rows = await api.PUT("/api/v1/tenants", {
  body: { data: [{ id: "ext:birch", name: "Birch" }, { id: "ext:cedar", name: "Cedar" }] },
});
assert.equal(rows.data?.data.length, 2, JSON.stringify(rows.error));
const people = Array.from({ length: 3 }, (_, number) => ({ id: `ext:member-${number}`, name: `Member ${number}` }));
const members = await api.PUT("/api/v1/tenants/{id}/members", { params: { path: { id: "ext:birch" } }, body: { data: people } });
assert.equal(members.data?.data.length, 3, JSON.stringify(members.error));

// Events: one, and a batch.
const event = (id: string) => ({ specversion: "1.0" as const, id, source: "/client", type: "activity", subject: "ext:acme", data: { member: "ada" } });
const send = (type: string) => ({ "Content-Type": type });
const one = await api.POST("/api/v1/events", { body: event("first"), headers: send("application/cloudevents+json") });
assert.equal(one.data?.accepted, 1, JSON.stringify(one.error));
const batch = await api.POST("/api/v1/events", {
  body: [event("first"), event("second")],
  headers: send("application/cloudevents-batch+json"),
});
assert.deepEqual([batch.data?.accepted, batch.data?.duplicates], [1, 1], JSON.stringify(batch.error));

// A limit: the first use is granted, the second is refused with 402.
const consume = () => api.POST("/api/v1/entitlements/consume", { body: { tenant: "ext:acme", feature: METER } });
const granted = await consume();
assert.equal(granted.data?.used, "1", JSON.stringify(granted.error));
const refused = await consume();
assert.equal(refused.response.status, 402);
assert.ok(refused.error?.code && refused.error.request_id, JSON.stringify(refused.error));

// An operation on several tenants: preview, run, results of each.
const several = await api.POST("/api/v1/previews", {
  body: { operation: "tenant.suspend", subjects: ["ext:birch", "ext:cedar"], input: { cause: "other" } },
});
assert.equal(several.data?.subjects.length, 2, JSON.stringify(several.error));
const bulk = await api.POST("/api/v1/runs", { body: { preview: several.data.id, confirmation: several.data.confirmation } });
assert.ok(bulk.data, JSON.stringify(bulk.error));
const finished = await find(bulk.data.id);
assert.equal(finished.done, 2);
const lines = await api.GET("/api/v1/runs/{id}/lines", { params: { path: { id: bulk.data.id }, query: { state: "done" } } });
assert.equal(lines.data?.data.length, 2, JSON.stringify(lines.error));

// A list, page by page.
const names: (string | null)[] = [];
let cursor: string | null | undefined;
do {
  const page = await api.GET("/api/v1/tenants/{id}/members", {
    params: { path: { id: "ext:birch" }, query: { limit: 2, ...(cursor ? { cursor } : {}) } },
  });
  assert.ok(page.data, JSON.stringify(page.error));
  names.push(...page.data.data.map((found) => found.name));
  cursor = page.data.next_cursor;
} while (cursor);
assert.deepEqual(names.sort(), ["Member 0", "Member 1", "Member 2"]);
console.log("ok");

async function find(id: string): Promise<Run> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { data, error } = await api.GET("/api/v1/runs/{id}", { params: { path: { id } } });
    assert.ok(data, JSON.stringify(error));
    if (data.ended_at) return data;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The run ${id} did not end.`);
}
