using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Fixtures;

/// <summary>Reports events in tests and waits until they are projected.</summary>
public static class EventReports
{
    /// <summary>SQL condition: all ingested events are projected.</summary>
    public const string IsFolded =
        "select not exists (select from core.events e, core.projection f where e.xid >= f.next_xid) and not exists (select from core.stale_session_buckets)";

    public sealed record ReportResponse(HttpStatusCode Status, JsonElement Body)
    {
        public int Accepted => Body.GetProperty("accepted").GetInt32();
        public int Duplicates => Body.GetProperty("duplicates").GetInt32();
        public IReadOnlyList<string> Reasons => [.. Body.GetProperty("rejected").EnumerateArray().Select(item => item.GetProperty("reason").GetString()!)];
    }

    /// <returns>An application and a tenant that it has reported.</returns>
    public static async Task<(TestApplication App, string Tenant)> Studio(this TestConsole console)
    {
        var app = await TestApplication.Connect(console);
        return (app, await app.Tenant("studio-" + Guid.CreateVersion7()));
    }

    /// <returns>The number of stored events of the tenant.</returns>
    public static async Task<long> Stored(this TestConsole console, string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from core.events where tenant_id = @tenant", new { tenant });
    }

    /// <returns>A CloudEvent of the tenant with a unique id.</returns>
    public static Dictionary<string, object?> Event(string tenant, string type, DateTimeOffset? at = null, object? data = null, string? id = null) =>
        new()
        {
            ["specversion"] = "1.0",
            ["id"] = id ?? Guid.CreateVersion7().ToString(),
            ["source"] = "/studio-app",
            ["type"] = type,
            ["subject"] = tenant,
            ["time"] = at,
            ["data"] = data,
        };

    public static Task<ReportResponse> Report(this TestApplication app, params object[] events) => app.Report("", events);

    public static Task<ReportResponse> Report(this TestApplication app, string query, IReadOnlyList<object> events) =>
        app.Send("/api/v1/events" + query, JsonSerializer.Serialize(events), "application/cloudevents-batch+json");

    public static async Task<ReportResponse> Send(this TestApplication app, string path, string body, string type, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        change?.Invoke(request);
        using var answer = await app.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, text.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    /// <summary>Waits until all ingested events are projected.</summary>
    public static Task WaitForProjection(this TestConsole console) => console.Until(IsFolded);

    /// <param name="sql">A query that returns true or false.</param>
    public static Task Until(this TestConsole console, string sql) => console.Database.Until(sql);

    /// <param name="sql">A query that returns true or false.</param>
    public static Task Until(this Database database, string sql) =>
        Poll.Until(
            async () =>
            {
                await using var work = await database.Read();
                return await work.One<bool>(sql);
            },
            seconds: 180,
            condition: sql
        );
}
