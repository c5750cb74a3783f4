using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Reconciliation.Comparisons;

/// <summary>Starts the hourly comparison of events and the nightly comparison of everything, for each connected account.</summary>
/// <remarks>A new connection has just been copied, so its first comparison is an hour later.</remarks>
public sealed class ComparisonScheduler(Database database, IdGenerator ids) : IWorkHandler
{
    private const string Kind = "reconciliation.schedule";

    public string Name => Kind;

    public string Title => "Schedule comparisons with Stripe";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<DueRun> due;
        await using (var reading = await database.Read(stop))
            due = await reading.List<DueRun>(
                $"""
                select a.mode, a.account_id, n.kind
                  from ({ComparisonRuns.Accounts}) a cross join core.reporting z
                 cross join lateral (values ('events', now() - interval '1 hour', true), ('full', now() - interval '12 hours', extract(hour from now() at time zone z.zone) = 2)) n(kind, before, is_time)
                 where n.is_time and a.connected_at < now() - interval '1 hour'
                   and not exists (select from reconciliation.runs r
                                    where r.tenant_id = 'tnt_platform' and r.mode = a.mode and r.account_id = a.account_id and not r.is_dry_run
                                      and (r.kind = n.kind or r.kind = 'full') and (r.started_at > n.before or r.ended_at is null))
                """
            );
        if (due.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        foreach (var run in due)
            ComparisonRuns.Open(ids.New("rec"), run.Mode, run.AccountId, run.Kind, isDryRun: false, work);
        await work.MakeDue([ComparisonWorker.Lane]);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private sealed record DueRun(Mode Mode, string AccountId, ComparisonKind Kind);
}
