using System.Net.Http.Headers;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Serializes events as CloudEvents. Each event is serialized once, so that it keeps its id when it is sent again.</summary>
internal sealed class CloudEvents(OwnerConsoleOptions options, TimeProvider clock)
{
    /// <summary>Maximum number of events per request.</summary>
    public const int MaxEvents = 1000;

    /// <summary>Maximum size of a request in bytes. The console accepts 5 MB and closes the connection beyond that.</summary>
    public const int MaxBatchBytes = 4_000_000;

    /// <summary>Maximum size of an event in bytes. The console's own limit is lower.</summary>
    public const int MaxEventBytes = 1_000_000;

    private static readonly MediaTypeHeaderValue s_batch = new("application/cloudevents-batch+json");

    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentException">The event is too large for a request. Events with more than 32 KB of data are rejected by the console.</exception>
    public byte[] Write(ReportedEvent happened)
    {
        var now = clock.GetUtcNow();
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Specversion = "1.0",
                Id = happened.Id ?? Guid.CreateVersion7(now).ToString(),
                Source = "/" + Uri.EscapeDataString(options.Application),
                happened.Type,
                Subject = happened.Tenant,
                Time = happened.Time ?? now,
                happened.Member,
                happened.Data,
            },
            ConsoleJson.Options
        );
        return line.Length < MaxEventBytes ? line : throw new ArgumentException("An event must have at most 32 KB of data.", nameof(happened));
    }

    public static HttpContent Batch(IReadOnlyList<byte[]> events)
    {
        var body = new MemoryStream();
        for (var at = 0; at < events.Count; at++)
        {
            body.WriteByte((byte)(at == 0 ? '[' : ','));
            body.Write(events[at]);
        }
        body.WriteByte((byte)']');
        body.Position = 0;
        return new StreamContent(body) { Headers = { ContentType = s_batch } };
    }
}
