using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Webhooks;

/// <summary>Events of the account and the endpoints that receive them.</summary>
internal sealed class EventLog(StripeAccount account, WebhookSender sender)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/events", List);
        routes.Get("/v1/events/{id}", call => account.Store.Get("event", call.Id));
        routes.Get("/v1/webhook_endpoints", call => ListPage.Of(call, [.. account.Store.All("webhook_endpoint").Select(WithoutSecret)]));
        routes.Post("/v1/webhook_endpoints", Create);
        routes.Post("/v1/webhook_endpoints/{id}", call => WithoutSecret(Update(account.Store.Get("webhook_endpoint", call.Id), call.Form)));
        routes.Delete("/v1/webhook_endpoints/{id}", call => Store.Delete(account.Store.Get("webhook_endpoint", call.Id)));
    }

    /// <summary>Stores an event with a copy of the resource and sends it to all endpoints.</summary>
    public void Emit(string type, JsonObject resource, JsonObject? previous = null)
    {
        var made = account.Store.New("event");
        made["type"] = type;
        made["api_version"] = account.Options.ApiVersion;
        made["data"] = new JsonObject { ["object"] = resource.Copy() };
        if (previous is not null)
            made["data"]!["previous_attributes"] = previous;
        made["request"] = new JsonObject { ["id"] = account.Call?.RequestId, ["idempotency_key"] = account.Call?.IdempotencyKey };
        var endpoints = account.Store.All("webhook_endpoint").Where(endpoint => Wants(endpoint, type)).ToList();
        made["pending_webhooks"] = endpoints.Count + (sender.Target is null ? 0 : 1);
        account.Store.Add(made);
        sender.Send(made.Copy(), [.. endpoints.Select(endpoint => (new Uri(endpoint.Text("url")!), endpoint.Text("secret")!))]);
    }

    private JsonObject List(ApiCall call)
    {
        var types = call.Form.Texts("types");
        return ListPage.Of(call, account.Store.All("event"), made => types.Count == 0 || types.Contains(made.Text("type")), "type");
    }

    private JsonObject Create(ApiCall call)
    {
        if (call.Form.Text("url") is null)
            throw StripeError.Invalid("Missing required param: url.", "url", "parameter_missing");
        var made = account.Store.New("webhook_endpoint");
        made["secret"] = "whsec_" + account.Store.NextId("fake");
        made["api_version"] = call.Form.Text("api_version");
        return Update(account.Store.Add(made), call.Form);
    }

    private static JsonObject Update(JsonObject endpoint, JsonObject form)
    {
        endpoint.TakeTexts(form, "url", "description");
        endpoint.TakeMetadata(form);
        if (form.ContainsKey("enabled_events"))
            endpoint["enabled_events"] = Json.Array(form.Texts("enabled_events").Select(type => (JsonNode?)type));
        if (form.ContainsKey("disabled"))
            endpoint["status"] = form.Flag("disabled") ? "disabled" : "enabled";
        return endpoint;
    }

    private static JsonObject WithoutSecret(JsonObject endpoint)
    {
        var shown = endpoint.Copy();
        shown.Remove("secret");
        return shown;
    }

    private static bool Wants(JsonObject endpoint, string type) =>
        endpoint.Text("status") == "enabled" && endpoint.Texts("enabled_events").Any(wanted => wanted == "*" || wanted == type);
}
