using System.Collections.Concurrent;
using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>A business transaction with its log entry, compared with the same one without.</summary>
internal static class LogScenarios
{
    private const int Tenants = 10_000; // tenants that signed up before
    private const int VerifiedLines = 50_000; // lines in addition to those of the load

    public static readonly Scenario Append = new(
        "B26",
        "append",
        "a sign-up stored with its log entry ÷ without one, 16 in parallel",
        0.8,
        async (console, _) =>
        {
            await console.Fill(Tenants);
            var reports = console.Get<TenantReports>();
            var key = new Caller("key_bench", CallerKind.Key, ["*"]) { Mode = Mode.Live };
            var log = new LogSwitch(console);
            var lags = new ConcurrentBag<double>();
            var signUpCount = 0;
            async Task SignUp()
            {
                var number = Interlocked.Increment(ref signUpCount);
                await reports.Apply(key, [new($"ext:{number}", Json.Element(new { name = $"Studio {number}" }))], CancellationToken.None);
                if (number % 500 == 0)
                    lags.Add(await console.One<double>(Lag));
            }
            return new(
                async () =>
                {
                    await log.Turn(off: true);
                    await SignUp();
                },
                async () =>
                {
                    await log.Turn(off: false);
                    await SignUp();
                },
                Callers: 16
            )
            {
                Also = () => Verify(console, lags),
            };
        }
    );

    /// <summary>How many seconds the oldest unsequenced line has waited.</summary>
    private const string Lag = """
        select coalesce(extract(epoch from clock_timestamp() - min(l.at)), 0)::float8
          from core.log l
         where l.xid >= (select next_xid from core.sequencer) and (select o.id from core.log_order o where o.id = l.id) is null
        """;

    private static async Task<(bool, string)> Verify(BenchConsole console, ConcurrentBag<double> lags)
    {
        await Fill(console);
        var began = Stopwatch.GetTimestamp();
        var (seen, flaw) = await console.Get<LogVerifier>().Verify(1, [], CancellationToken.None);
        var rate = seen.Size / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var lag = lags.Order().ElementAtOrDefault((int)(lags.Count * 0.99));
        return (
            flaw is null && lag < 2 && rate >= 100_000,
            $"sequencer lag p99 {lag:N2} s, target 2 s; {seen.Size:N0} lines verified, {rate:N0}/s of 100,000/s"
        );
    }

    /// <summary>Writes enough lines that the measurement is dominated by reading them.</summary>
    private static async Task Fill(BenchConsole console)
    {
        const string tenant = "tnt_00000000000000000000000001";
        for (var written = 0; written < VerifiedLines; written += 1_000)
        {
            await using var work = await console.Database.Write(WriteOrigin.Intake("bench"), [tenant]);
            var line = new LogLine(tenant, "intake", "system", "done", Sentence.Say($"{new EntityReference(tenant)} is measured."));
            console.Get<LogWriter>().Write([.. Enumerable.Repeat(line, 1_000)], work);
            await work.Commit();
        }
        while (await console.One<bool>("select (select count(*) from core.log) > (select count(*) from core.log_order)"))
            await Task.Delay(50);
    }

    /// <summary>Disables the log in the server, so that the same transaction writes everything except its line.</summary>
    private sealed class LogSwitch(BenchConsole console)
    {
        private readonly SemaphoreSlim _turning = new(1);
        private volatile bool _isOff;

        public async Task Turn(bool off)
        {
            if (_isOff == off)
                return;
            await _turning.WaitAsync();
            try
            {
                if (_isOff == off)
                    return;
                await console.Do(off ? "create rule away as on insert to core.log do instead nothing" : "drop rule away on core.log");
                console.Database.IdentityDataSource.Clear(); // statements prepared while the rule existed would never write a line
                _isOff = off;
            }
            finally
            {
                _turning.Release();
            }
        }
    }
}
