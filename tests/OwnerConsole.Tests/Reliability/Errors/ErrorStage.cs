using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Errors;

/// <summary>Sends errors like Sentry's SDK for Node.js: without a content type, and items without a length.</summary>
internal static class ErrorStage
{
    /// <returns>An event of an exception.</returns>
    public static Dictionary<string, object?> Event(string type, string? tenant = null, string? release = null, string function = "pay") =>
        new(StringComparer.Ordinal)
        {
            ["event_id"] = RandomNumberGenerator.GetHexString(32, lowercase: true),
            ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1_000.0,
            ["release"] = release,
            ["environment"] = "production",
            ["tags"] = new { tenant },
            ["user"] = new { id = "m1", email = "ada@example.org" },
            ["exception"] = new
            {
                values = new[]
                {
                    new
                    {
                        type,
                        value = $"It failed {RandomNumberGenerator.GetHexString(32, lowercase: true)}",
                        stacktrace = new
                        {
                            frames = new[]
                            {
                                new
                                {
                                    function,
                                    module = "billing",
                                    lineno = 12,
                                    in_app = true,
                                },
                            },
                        },
                    },
                },
            },
            ["request"] = new { url = "https://shop.example/pay?token=hunter2", headers = new { Authorization = "Bearer hunter2" } },
        };

    public static byte[] Envelope(params IEnumerable<object> events) =>
        Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                events.Select(sent => "{\"type\":\"event\"}\n" + JsonSerializer.Serialize(sent)).Prepend("{\"sdk\":{\"name\":\"sentry.javascript.node\"}}")
            )
        );

    /// <summary>Sends an envelope with the key in the query, as SDKs do.</summary>
    public static async Task<HttpResponseMessage> Send(TestConsole console, string key, byte[] body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(console.Address, $"/api/1/envelope/?sentry_version=7&sentry_key={key}&sentry_client=test")
        );
        request.Content = new ByteArrayContent(body);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        return await console.Client.SendAsync(request);
    }

    /// <summary>Reports errors.</summary>
    public static async Task Report(TestConsole console, string key, params object[] events)
    {
        using var answer = await Send(console, key, Envelope(events));
        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
    }

    /// <returns>The errors whose title starts with the type.</returns>
    public static async Task<IReadOnlyList<JsonElement>> List(this TestApplication app, string type, string query = "") =>
        [
            .. (await app.Get($"/api/v1/errors?limit=500{query}"))
                .GetProperty("data")
                .EnumerateArray()
                .Where(error => error.GetProperty("title").GetString()!.StartsWith(type + ":", StringComparison.Ordinal)),
        ];
}
