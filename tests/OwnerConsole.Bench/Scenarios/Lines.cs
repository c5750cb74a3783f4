using System.Diagnostics;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>A business transaction with its line in the log, against the same without.</summary>
internal static class Lines
{
    private const int Tenants = 1_000;

    public static readonly Scenario Append = new(
        "B26",
        "append",
        "a tenant's row changed with a line in the log ÷ without one, 16 at once",
        0.8,
        async (console, _) =>
        {
            await console.Fill(Tenants);
            var turn = 0;
            string Next() => $"tnt_{(Interlocked.Increment(ref turn) % Tenants) + 1:D26}";
            var lags = new List<double>();
            return new(
                () => Change(console, Next(), logged: false),
                async () =>
                {
                    await Change(console, Next(), logged: true);
                    if (turn % 200 == 0)
                        lags.Add(await console.One<double>(Lag)); // one caller at a time comes here
                },
                Callers: 16
            )
            {
                Also = () => Verify(console, lags),
            };
        }
    );

    /// <summary>Seconds that the oldest line without a place has waited.</summary>
    private const string Lag = """
        select coalesce(extract(epoch from clock_timestamp() - min(l.at)), 0)::float8
          from core.log l
         where l.id > (select coalesce(max(id), 0) from core.log_order) - 1000 and not exists (select from core.log_order o where o.id = l.id)
        """;

    private static async Task<(bool, string)> Verify(BenchConsole console, List<double> lags)
    {
        var began = Stopwatch.GetTimestamp();
        var (seen, flaw) = await console.Get<LogProof>().Verify(1, [], CancellationToken.None);
        var rate = seen.Size / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var lag = lags.Order().ElementAtOrDefault((int)(lags.Count * 0.99));
        return (flaw is null && lag < 2 && rate >= 100_000, $"sequencer lag p99 {lag:N2} s of 2 s; {seen.Size:N0} lines verified, {rate:N0}/s of 100,000/s");
    }

    private static async Task Change(BenchConsole console, string tenant, bool logged)
    {
        await using var work = await console.Database.Write(Door.Intake("bench"), [tenant]);
        await work.Do("update core.tenant_status set revision = revision + 1 where tenant_id = @tenant", new { tenant });
        if (logged)
            console.Get<Logbook>().Write([new(tenant, "intake", "system", "done", Sentence.Say($"{new Reference(tenant)} is measured."))], work);
        await work.Commit();
    }
}
