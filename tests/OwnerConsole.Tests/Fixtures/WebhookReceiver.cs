using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>A webhook receiver: a separate process that verifies every event with the unmodified npm packages standardwebhooks and svix.</summary>
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

    /// <param name="answers">The first responses, such as 500,429/120: a status and Retry-After. It returns 204 afterwards.</param>
    /// <param name="delay">Delay of each response in milliseconds.</param>
    /// <param name="port">0 uses any free port.</param>
    public static async Task<WebhookReceiver> Start(string answers = "", int delay = 0, int port = 0)
    {
        var start = new ProcessStartInfo("node", "receiver.mjs")
        {
            WorkingDirectory = Repository.PathOf("samples", "receiver"),
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

    /// <summary>Adds the receiver as an endpoint and sets its secret.</summary>
    /// <returns>The id of the endpoint.</returns>
    public async Task<string> Connect(TestApplication app, string mode = "live")
    {
        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "webhook_endpoint.create",
                subjects = new[] { "tnt_platform" },
                input = new { url = Url, mode },
            }
        );
        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await Trust(run.GetProperty("secret").GetString()!);
        return run.Created();
    }

    /// <summary>Verifies with this secret from now on.</summary>
    public Task Trust(string secret) => _process.StandardInput.WriteLineAsync(secret);

    /// <summary>Waits for the next event and fails after a timeout.</summary>
    public async Task<ReceivedEvent> Next()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return JsonSerializer.Deserialize<ReceivedEvent>(line!, JsonSerializerOptions.Web)!;
    }

    /// <summary>Collects all events until the receiver is stopped.</summary>
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
}
