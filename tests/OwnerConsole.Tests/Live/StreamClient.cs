using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Live;

/// <summary>An application that reads the event stream.</summary>
internal sealed class StreamClient(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
{
    public static Task<StreamClient> Start(TestApplication app, long? after = null) => Start(app.Http, cookies: null, after);

    /// <param name="cookies">Cookies of a signed-in person; null for an application.</param>
    public static async Task<StreamClient> Start(HttpClient http, string? cookies, long? after = null, string address = "/api/v1/stream")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (after is { } pos)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", pos.ToString(CultureInfo.InvariantCulture));
        if (cookies is not null)
            request.Headers.Add("Cookie", cookies);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream"); // The response always has a content type.
        return new(response, new(await response.Content.ReadAsStreamAsync()));
    }

    public async Task<(string Name, long Pos, JsonElement Data)> NextOfAnyName()
    {
        var (name, pos) = ("", 0L);
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                pos = long.Parse(line["id: ".Length..], CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (name, pos, JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..], Json.Options));
        }
        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>Reads the next log entry about this tenant.</summary>
    public async Task<(string Name, long Pos, JsonElement Data)> Next(string tenant)
    {
        var next = await NextOfAnyName();
        while (next.Data.GetProperty("tenant").GetString() != tenant || next.Data.GetProperty("kind").GetString() != "run")
            next = await NextOfAnyName();
        return next;
    }

    /// <returns>Null when the stream has ended.</returns>
    public Task<string?> Line() => reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Reads until the stream ends or is aborted.</summary>
    public async Task Ends()
    {
        try
        {
            while (await Line() is not null)
                continue;
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            // The console aborted the stream.
        }
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
