using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>Stripe's API at one moment of the story: it returns each object as the last event about it shows it. It lists all events; its other lists are empty.</summary>
internal sealed class FixtureStripe : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly string _events;
    private readonly Dictionary<string, string> _objects = new(StringComparer.Ordinal);

    private FixtureStripe(WebApplication web, IReadOnlyList<FixtureEvent> past)
    {
        _web = web;
        _events = ListOf("/v1/events", past.Reverse().Select(Listed));
        foreach (var fixture in past)
            if (fixture is { IsDeletion: true, ObjectId: { } gone })
                _objects.Remove(gone);
            else if (fixture.ObjectId is { } id)
                _objects[id] = Content(fixture);
    }

    public Uri Address => new(_web.Urls.First());

    /// <param name="past">Events up to the moment, oldest first.</param>
    public static async Task<FixtureStripe> Start(IReadOnlyList<FixtureEvent> past)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var stripe = new FixtureStripe(web, past);
        web.Run(stripe.Answer);
        await web.StartAsync();
        return stripe;
    }

    /// <returns>The object as JSON; null if it was deleted, or if no event is about it.</returns>
    public string? Find(string id) => _objects.GetValueOrDefault(id);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var id = path[(path.LastIndexOf('/') + 1)..];
        var found =
            path == "/v1/account" ? Serialize(new { id = "acct_1Owner", @object = "account" })
            : path == "/v1/events" ? _events
            : context.Request.Query.ContainsKey("limit") ? ListOf(path, [])
            : Find(id);
        context.Response.StatusCode = found is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(found ?? Missing(id), context.RequestAborted);
    }

    /// <summary>Stripe lists no event before it is created, but the story ends on a day that may not have come yet.</summary>
    private static JsonElement Listed(FixtureEvent fixture)
    {
        var body = JsonNode.Parse(fixture.Text)!;
        body["created"] = Math.Min(fixture.CreatedAt, TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds());
        return JsonSerializer.SerializeToElement(body);
    }

    private static string ListOf(string url, IEnumerable<JsonElement> data) =>
        Serialize(
            new
            {
                @object = "list",
                data,
                has_more = false,
                url,
            }
        );

    private static string Missing(string id) =>
        Serialize(
            new
            {
                error = new
                {
                    type = "invalid_request_error",
                    code = "resource_missing",
                    message = $"No such object: '{id}'",
                    param = "id",
                },
            }
        );

    private static string Serialize(object answer) => JsonSerializer.Serialize(answer);

    private static string Content(FixtureEvent fixture)
    {
        var body = JsonNode.Parse(fixture.Object.GetRawText())!;
        RemovePackages(body);
        return body.ToJsonString();
    }

    /// <summary>
    /// Prices have the example value of Stripe's description as package size, 1,592,560,163 units. The invoices of the story charge three seats one by one.
    /// </summary>
    private static void RemovePackages(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items)
                RemovePackages(item);
        if (node is not JsonObject body)
            return;
        if (body.ContainsKey("transform_quantity"))
            body["transform_quantity"] = null;
        foreach (var (_, member) in body)
            RemovePackages(member);
    }
}
