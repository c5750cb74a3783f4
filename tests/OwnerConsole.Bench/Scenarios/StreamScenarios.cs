using System.Diagnostics;
using System.Threading.Channels;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>A log entry sent to a hundred streams, compared with a plain notification received by one connection.</summary>
internal static class StreamScenarios
{
    private const int Readers = 100;

    public static readonly Scenario FanOut = new(
        "B20",
        "fanout",
        "one log entry sent to 100 streams, until the last receives it ÷ one NOTIFY received by one connection",
        0,
        async (console, isQuick) =>
        {
            var notified = Channel.CreateUnbounded<bool>();
            var listening = await console.Bare.OpenConnectionAsync();
            listening.Notification += (_, _) => notified.Writer.TryWrite(true);
            await using (var listen = new Npgsql.NpgsqlCommand("listen bare", listening))
                await listen.ExecuteNonQueryAsync();
            _ = Listen(listening);
            var arrived = Channel.CreateUnbounded<long>();
            foreach (var key in await console.Keys(Readers))
                await OpenStream(console, key, arrived.Writer);
            return new(
                async () =>
                {
                    await console.Do("select pg_notify('bare', '')");
                    await notified.Reader.ReadAsync();
                },
                async () =>
                {
                    await Write(console);
                    for (var reader = 0; reader < Readers; reader++)
                        await arrived.Reader.ReadAsync();
                },
                Callers: 1
            );
        }
    )
    {
        // The line is sequenced after its commit, unlike the plain notification, which is granted ten milliseconds.
        Holds = (limit, ours) => ours.P50 <= (3 * limit.P50) + 10 && ours.P99 <= 100,
        Wants = "p50 ≤ 3 × the reference + 10 ms, p99 ≤ 100 ms",
    };

    private static async Task Listen(Npgsql.NpgsqlConnection connection)
    {
        while (true)
            await connection.WaitAsync();
    }

    private static async Task Write(BenchConsole console)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("bench"), [IdGenerator.Platform]);
        console.Get<LogWriter>().Write([new(IdGenerator.Platform, "system", "system", "done", Sentence.Say($"Somebody measures."))], work);
        await work.Commit();
    }

    private static async Task OpenStream(BenchConsole console, string key, ChannelWriter<long> arrived)
    {
        var http = console.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
        request.Headers.Authorization = new("Bearer", key);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        _ = Task.Run(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
                if (line.StartsWith("event: line", StringComparison.Ordinal))
                    await arrived.WriteAsync(Stopwatch.GetTimestamp());
        });
    }
}
