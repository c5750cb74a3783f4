using System.Text.Json;
using OwnerConsole.Bench.Scenarios;
using OwnerConsole.Data;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Bench.Loads;

/// <summary>Activity and sessions of members, as a small platform reports them.</summary>
internal static class ActivityLoad
{
    private const int MinBatch = 100,
        MaxBatch = 1_000;

    private static readonly JsonElement s_session = Json.Element(new { duration_seconds = 900 });

    /// <summary>Activity of members of the first tenants, with a session for every tenth event.</summary>
    public static IReadOnlyList<ParsedEvent> Of(int many, int tenants, TimeSpan age) =>
        [
            .. IngestScenarios
                .NewEvents(many, IntakeEvent.Activity)
                .Select(
                    (item, at) =>
                        item with
                        {
                            Event = item.Event! with
                            {
                                Type = at % 10 == 0 ? IntakeEvent.SessionRecorded : IntakeEvent.Activity,
                                Subject = $"tnt_{(at % tenants) + 1:D26}",
                                At = TimeProvider.System.GetUtcNow() - age,
                                Member = $"m{1 + at / 10 % 10}",
                                Data = at % 10 == 0 ? s_session : null,
                            },
                        }
                ),
        ];

    /// <returns>Events ingested per second until it was stopped.</returns>
    public static async Task<double> Ingest(BenchConsole console, int perSecond, int tenants, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var sent = 0L;
        while (!stop.IsCancellationRequested)
        {
            var due = (int)Math.Min(MaxBatch, (long)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * perSecond) - sent);
            if (due < MinBatch)
            {
                await Task.Delay(20, CancellationToken.None);
                continue;
            }
            await IngestScenarios.Ingest(console, Of(due, tenants, TimeSpan.FromSeconds(1)));
            sent += due;
        }
        return sent / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }
}
