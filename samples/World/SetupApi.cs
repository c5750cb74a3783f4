using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace World;

/// <summary>Operations, lists and reports of the console's API.</summary>
internal sealed class SetupApi(ConsoleApi console)
{
    /// <summary>ID of the platform as the subject of operations.</summary>
    public const string Platform = "tnt_platform";

    private static readonly TimeSpan s_maxWait = TimeSpan.FromMinutes(3); // a broadcast starts after one minute

    /// <returns>Body of the response.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<JsonElement> Get(string path) => JsonSerializer.Deserialize<JsonElement>(await console.Send(HttpMethod.Get, path));

    /// <returns>Whether a list of the API contains a text, such as a name without special characters.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<bool> Has(string path, string text) => (await console.Send(HttpMethod.Get, path)).Contains(text, StringComparison.Ordinal);

    /// <summary>Waits until the body of a response fulfils a condition.</summary>
    /// <returns>Body of the response.</returns>
    /// <exception cref="HttpRequestException">It doesn't within three minutes, or the console rejected the request; the message is the console's.</exception>
    public async Task<JsonElement> Await(string path, Func<JsonElement, bool> holds)
    {
        using var patience = new CancellationTokenSource(s_maxWait);
        while (true)
        {
            var answer = await Get(path);
            if (holds(answer))
                return answer;
            if (patience.IsCancellationRequested)
                throw new HttpRequestException($"{path} did not change within {s_maxWait.TotalMinutes} minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Previews an operation and runs it.</summary>
    /// <param name="subject">ID of the tenant or record, ext: with the application's ID, or <see cref="Platform"/>.</param>
    /// <returns>ID of what it has created; null if it has created nothing or was refused, for example because it was done before.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<string?> Run(string operation, string subject, object? input = null) =>
        await Start(operation, subject, input) is { } run && run.GetProperty("lines")[0].TryGetProperty("created", out var created)
            ? created.GetString()
            : null;

    /// <summary>Previews an operation and runs it.</summary>
    /// <param name="subject">ID of the tenant or record, ext: with the application's ID, or <see cref="Platform"/>.</param>
    /// <returns>The run; null if it was refused, for example because it was done before.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<JsonElement?> Start(string operation, string subject, object? input = null)
    {
        var order = new
        {
            operation,
            subjects = new[] { subject },
            input = input ?? new { },
        };
        var preview = await SendJson(HttpMethod.Post, "/api/v1/previews", order);
        if (preview.GetProperty("subjects")[0].GetProperty("refusal").GetString() is not null)
            return null;
        return await SendJson(HttpMethod.Post, "/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Example" });
    }

    /// <summary>Revokes an API key, which can be the one of this client.</summary>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task Revoke(string key)
    {
        var keys = await Get("/api/v1/api-keys");
        foreach (var found in keys.GetProperty("data").EnumerateArray())
            if (key.StartsWith(found.GetProperty("prefix").GetString()!, StringComparison.Ordinal)) // each key has a prefix
                await Run("api_key.revoke", found.GetProperty("id").GetString()!);
    }

    /// <returns>Body of the response.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<JsonElement> SendJson(HttpMethod method, string path, object body) =>
        JsonSerializer.Deserialize<JsonElement>(await console.Send(method, path, () => JsonContent.Create(body, body.GetType(), options: ConsoleApi.Json)));

    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public Task Put(string path, IReadOnlyList<object> reports) => console.Put(path, reports);

    /// <summary>Sends a text as it is.</summary>
    /// <returns>Body of the response.</returns>
    /// <exception cref="HttpRequestException">The console rejected the request; the message is the console's.</exception>
    public async Task<JsonElement> SendText(string path, string body, string type) =>
        JsonSerializer.Deserialize<JsonElement>(await console.Send(HttpMethod.Post, path, () => new StringContent(body, Encoding.UTF8, type)));
}
