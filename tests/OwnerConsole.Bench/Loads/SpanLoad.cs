using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace OwnerConsole.Bench.Loads;

/// <summary>Spans of several services in the batches of an OpenTelemetry exporter, as protobuf over HTTP.</summary>
/// <param name="http">sends to the console with the key of an application</param>
internal sealed class SpanLoad(HttpClient http)
{
    private const int SpansPerBatch = 500, // an exporter sends at most 512 by default
        Services = 8,
        Routes = 20,
        FailureEvery = 50;

    private const int Server = 2,
        Client = 3;

    private const int Trace = 1,
        Id = 2,
        Name = 5,
        Kind = 6,
        Start = 7,
        End = 8,
        Attribute = 9;

    /// <summary>A little more often than four times a second, so that no second has fewer than 2,000 spans.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(245);

    private long _accepted;

    /// <summary>Number of spans that the console has accepted until now.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Sends batches at a constant rate until it is stopped.</summary>
    /// <exception cref="InvalidOperationException">The console has rejected spans.</exception>
    public async Task Run(CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        for (var batch = 0; !stop.IsCancellationRequested; batch++)
        {
            var wait = (batch * s_interval) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, CancellationToken.None);
            await Send(batch % Services);
        }
    }

    private async Task Send(int service)
    {
        using var content = new ByteArrayContent(Batch(service));
        content.Headers.ContentType = new("application/x-protobuf");
        using var answer = await http.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        if ((await answer.Content.ReadAsByteArrayAsync()).Length > 0)
            throw new InvalidOperationException("The console has rejected spans.");
        Interlocked.Add(ref _accepted, SpansPerBatch);
    }

    /// <returns>Requests of a service, each with a call of the next service.</returns>
    private static byte[] Batch(int service)
    {
        var end = TimeProvider.System.GetUtcNow();
        var spans = Enumerable.Range(0, SpansPerBatch).SelectMany(number => Message(2, Span(number, service, end)));
        return Message(1, [.. Message(1, Pair(1, "service.name", ServiceName(service))), .. Message(2, [.. spans])]);
    }

    private static byte[] Span(int number, int service, DateTimeOffset end)
    {
        var isCall = number % 2 == 1;
        return
        [
            .. Message(Trace, RandomNumberGenerator.GetBytes(16)),
            .. Message(Id, RandomNumberGenerator.GetBytes(8)),
            .. Words(Name, "GET"),
            .. Number(Kind, isCall ? Client : Server),
            .. Time(Start, end.AddMilliseconds(-(number % 200) - 1)),
            .. Time(End, end),
            .. Pair(Attribute, "http.request.method", "GET"),
            .. Pair(Attribute, "http.response.status_code", number % FailureEvery == 0 ? "500" : "200"),
            .. isCall
                ? Pair(Attribute, "peer.service", ServiceName((service + 1) % Services))
                : Pair(Attribute, "http.route", $"/classes/{{id}}/part-{number / 2 % Routes}"),
        ];
    }

    private static string ServiceName(int service) => $"load-{service}";

    private static byte[] Pair(int field, string key, string value) => Message(field, [.. Words(1, key), .. Message(2, Words(1, value))]);

    private static byte[] Words(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        });

    private static byte[] Number(int field, int number) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt32(number);
        });

    private static byte[] Time(int field, DateTimeOffset at) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.Fixed64);
            output.WriteFixed64((ulong)(at - DateTimeOffset.UnixEpoch).Ticks * 100);
        });

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, bufferSize: 256, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }
}
