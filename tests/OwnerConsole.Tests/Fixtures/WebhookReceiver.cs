using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>An application that is told: a process of its own that verifies every event with the unmodified npm packages standardwebhooks and svix.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Process _process;

    private WebhookReceiver(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    public sealed record ReceivedEvent(bool Verified, int Status, string Id, JsonElement Body)
    {
        public string Type => Body.GetProperty("type").GetString()!;

        public JsonElement Data => Body.GetProperty("data");
    }

    /// <param name="answers">the first answers, such as 500,429/120: a status and Retry-After; after them it answers 204</param>
    /// <param name="delay">milliseconds that it takes for each</param>
    /// <param name="port">0 takes any free one</param>
    public static async Task<WebhookReceiver> Start(string answers = "", int delay = 0, int port = 0)
    {
        var start = new ProcessStartInfo("node", "receiver.mjs")
        {
            WorkingDirectory = Folder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment =
            {
                ["ANSWERS"] = answers,
                ["DELAY"] = delay.ToString(CultureInfo.InvariantCulture),
                ["RECEIVER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            },
        };
        var process = Process.Start(start)!;
        return new(process, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    /// <summary>Adds the receiver as an endpoint and gives it the secret that was shown.</summary>
    /// <returns>the endpoint's id</returns>
    public async Task<string> Connect(TestApplication app, string population = "live")
    {
        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "webhook_endpoint.create",
                subjects = new[] { "tnt_platform" },
                input = new { url = Url, population },
            }
        );
        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await Trust(run.GetProperty("secret").GetString()!);
        return run.GetProperty("lines")[0].GetProperty("created").GetString()!;
    }

    /// <summary>From now on it verifies with this secret, as somebody who copied it would.</summary>
    public Task Trust(string secret) => _process.StandardInput.WriteLineAsync(secret);

    /// <summary>The next event that arrives, within a time that a test would call broken.</summary>
    public async Task<ReceivedEvent> Next()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return JsonSerializer.Deserialize<ReceivedEvent>(line!, JsonSerializerOptions.Web)!;
    }

    /// <summary>Everything that arrives from now on, until the receiver ends.</summary>
    public async Task Collect(ConcurrentQueue<ReceivedEvent> told)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            told.Enqueue(JsonSerializer.Deserialize<ReceivedEvent>(line, JsonSerializerOptions.Web)!);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "samples", "receiver"));
}
