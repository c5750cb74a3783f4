using System.Net.Http.Headers;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Events as they travel. Each is written once, so that it has the same id whenever it is sent again.</summary>
internal sealed class CloudEvents(OwnerConsoleOptions options, TimeProvider clock)
{
    /// <summary>Events in one request, as the console takes them.</summary>
    public const int Most = 1000;

    /// <summary>Bytes in one request: the console takes 5 MB, and closes the door before it has read more.</summary>
    public const int Largest = 4_000_000;

    /// <summary>Bytes of one event; the console wants a good deal less.</summary>
    public const int LargestOne = 1_000_000;

    private static readonly MediaTypeHeaderValue s_batch = new("application/cloudevents-batch+json");

    /// <returns>one line of JSON</returns>
    /// <exception cref="ArgumentException">it fits into no request; what has more than 32 KB of data is rejected by the console</exception>
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
        return line.Length < LargestOne ? line : throw new ArgumentException("An event has 32 KB of data at most.", nameof(happened));
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
