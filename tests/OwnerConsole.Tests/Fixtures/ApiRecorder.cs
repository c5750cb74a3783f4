using System.Collections.Concurrent;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>Writes requests and responses of the tests to a folder, from which the examples of the API description are chosen.</summary>
internal static class ApiRecorder
{
    private const int MaxPerKind = 12,
        MaxLength = 8000;

    private static readonly string? s_folder = Environment.GetEnvironmentVariable("OWNER_CONSOLE_RECORD_API");
    private static readonly ConcurrentDictionary<string, int> s_counts = new(StringComparer.Ordinal);
    private static readonly Lock s_writing = new();

    public static bool IsOn => s_folder is not null;

    public static void Record(
        ApiContract.Endpoint endpoint,
        HttpRequestMessage request,
        string? sent,
        HttpResponseMessage response,
        string received,
        string? fault
    )
    {
        var status = (int)response.StatusCode;
        var body = JsonSerializer.Deserialize<JsonElement>(received);
        var code = status >= 400 && body.ValueKind == JsonValueKind.Object && body.TryGetProperty("code", out var found) ? found.GetString() : null;
        if (s_counts.AddOrUpdate($"{endpoint.Method} {endpoint.Path} {status} {code} {fault}", 1, (_, count) => count + 1) > MaxPerKind)
            return;
        var line = JsonSerializer.Serialize(
            new
            {
                endpoint = $"{endpoint.Method} {endpoint.Path}",
                status,
                code,
                fault,
                query = request.RequestUri!.Query,
                type = request.Content?.Headers.ContentType?.MediaType,
                request = sent is { Length: < MaxLength } ? sent : null,
                response = received.Length < MaxLength ? received : null,
            }
        );
        lock (s_writing)
            File.AppendAllText(Path.Combine(s_folder!, $"{Environment.ProcessId}.jsonl"), line + "\n");
    }
}
