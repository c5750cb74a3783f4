using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Revenue.Stripe.Calls;

/// <summary>Counts the calls of Stripe's API by outcome and duration in memory, and adds them to those of the hour each minute.</summary>
/// <remarks>Calls that are not yet written are lost when the process ends.</remarks>
public sealed class StripeCallCounter(Database database, ILogger<StripeCallCounter> log) : CountWriter<StripeCallBin>(database, new(), TimeSpan.FromMinutes(1))
{
    public void Count(Mode mode, StripeCallOutcome outcome, TimeSpan took) => Counts.Add(new(mode, outcome, LatencyHistogram.BinOf(took)), 1);

    protected override async Task Write(IReadOnlyDictionary<StripeCallBin, long> counted, Database database, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("stripe.calls"), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            insert into stripe.call_durations as d (tenant_id, mode, bucket_at, outcome, bin, calls)
            select 'tnt_platform', n.mode, date_bin('1 hour', now(), 'epoch'), n.outcome, n.bin, n.calls
              from unnest(@modes, @outcomes, @bins, @calls) n(mode, outcome, bin, calls)
             order by n.mode, n.outcome, n.bin
            on conflict (tenant_id, mode, bucket_at, outcome, bin) do update set calls = d.calls + excluded.calls
            """,
            new
            {
                modes = counted.Keys.Select(key => key.Mode.ToText()).ToArray(),
                outcomes = counted.Keys.Select(key => key.Outcome.ToText()).ToArray(),
                bins = counted.Keys.Select(key => key.Bin).ToArray(),
                calls = counted.Values.ToArray(),
            }
        );
        await work.Commit();
    }

    protected override void ReportFailure(Exception error) => log.LogWarning(error, "The durations of calls of Stripe could not be written yet.");
}
