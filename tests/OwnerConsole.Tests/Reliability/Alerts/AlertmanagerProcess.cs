using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>The Alertmanager of Debian, with short delays, and a receiver of its webhooks.</summary>
public sealed class AlertmanagerProcess : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oc-alertmanager-");
    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new();
    private readonly List<(string Stream, string Notification)> _received = [];
    private Process _process = null!; // set before any test sees it

    public async ValueTask InitializeAsync()
    {
        var (port, hook) = (InstalledConsole.FreePort(), InstalledConsole.FreePort());
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{hook}/"));
        _listener.Start();
        _ = Receive();
        var config = Path.Combine(_folder.FullName, "alertmanager.yml");
        await File.WriteAllTextAsync(
            config,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                route: {receiver: hook, group_by: [stream], group_wait: 2s, group_interval: 3s, repeat_interval: 7s}
                inhibit_rules: [{source_matchers: ['role="source"'], target_matchers: ['role="target"'], equal: [stream]}]
                receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:{{hook}}/', send_resolved: true}]}]
                """
            )
        );
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        _process = Process.Start(
            new ProcessStartInfo(
                "/usr/bin/prometheus-alertmanager",
                [
                    $"--config.file={config}",
                    $"--storage.path={_folder.FullName}",
                    "--cluster.listen-address=",
                    $"--web.listen-address={address}",
                    "--log.level=error",
                ]
            )
        )!; // a new process is always started
        _client.BaseAddress = new Uri($"http://{address}");
        await Poll.Until(async () => await IsReady(), seconds: 30, milliseconds: 100, "Alertmanager is ready");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _listener.Close();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Reports all alerts at their times.</summary>
    /// <returns>The notifications of each stream, in order.</returns>
    internal async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> Play(IReadOnlyList<AlertStream> streams)
    {
        var start = TimeProvider.System.GetUtcNow().AddSeconds(1);
        foreach (var stream in streams)
        foreach (var silence in stream.Silences)
            (
                await _client.PostAsJsonAsync(
                    "/api/v2/silences",
                    new
                    {
                        matchers = new[] { Equal("stream", stream.Name), Equal("name", silence.Name) },
                        startsAt = start.AddSeconds(silence.From),
                        endsAt = start.AddSeconds(silence.To),
                        createdBy = "test",
                        comment = "test",
                    }
                )
            ).EnsureSuccessStatusCode();
        var events = streams
            .SelectMany(stream =>
                stream.Alerts.SelectMany(alert => new[] { (At: alert.From, IsEnd: false, stream, alert), (At: alert.To, IsEnd: true, stream, alert) })
            )
            .GroupBy(change => change.At)
            .OrderBy(group => group.Key);
        foreach (var group in events)
        {
            var delay = start.AddSeconds(group.Key) - TimeProvider.System.GetUtcNow();
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay);
            var body = group.Select(change => new
            {
                labels = change.stream.Labels(change.alert).Values,
                startsAt = start.AddSeconds(change.alert.From),
                endsAt = change.IsEnd ? TimeProvider.System.GetUtcNow() : (DateTimeOffset?)null,
            });
            (await _client.PostAsJsonAsync("/api/v2/alerts", body, s_options)).EnsureSuccessStatusCode();
        }
        await Task.Delay(start.AddSeconds(AlertStream.Length) - TimeProvider.System.GetUtcNow());
        lock (_received)
            return streams.ToDictionary(
                stream => stream.Name,
                stream =>
                    (IReadOnlyList<string>)
                        [.. _received.Where(notification => notification.Stream == stream.Name).Select(notification => notification.Notification)],
                StringComparer.Ordinal
            );
    }

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static object Equal(string name, string value) =>
        new
        {
            name,
            value,
            isRegex = false,
            isEqual = true,
        };

    private async Task Receive()
    {
        while (_listener.IsListening)
            try
            {
                var context = await _listener.GetContextAsync();
                var body = (await JsonDocument.ParseAsync(context.Request.InputStream)).RootElement;
                context.Response.Close();
                var alerts = body.GetProperty("alerts").EnumerateArray().ToLookup(alert => alert.GetProperty("status").GetString(), Name);
                lock (_received)
                    _received.Add(
                        (body.GetProperty("groupLabels").GetProperty("stream").GetString()!, AlertStream.Describe(alerts["firing"], alerts["resolved"]))
                    );
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return; // the test has ended
            }
    }

    private static string Name(JsonElement alert) => alert.GetProperty("labels").GetProperty("name").GetString()!;

    private async Task<bool> IsReady()
    {
        try
        {
            return (await _client.GetAsync("/-/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it is starting
        }
    }
}
