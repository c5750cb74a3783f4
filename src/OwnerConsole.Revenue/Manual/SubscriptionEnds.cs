using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Ends manual subscriptions whose last day has passed.</summary>
public sealed class SubscriptionEnds(Database database) : IWorkHandler
{
    private const int BatchSize = 200;

    public string Name => "manual.end_subscriptions";

    public string Title => "End manual subscriptions";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var due = await FindDue(stop);
        if (due.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. due.Select(row => row.TenantId).Distinct()], stop);
        await SubscriptionRecords.Write([.. due.Select(row => row.SubscriptionId)], work);
        await work.Commit();
        return due.Count < BatchSize ? WorkOutcome.Completed : WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<Due>> FindDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<Due>(
            """
            select t.tenant_id, t.subscription_id
              from manual.subscription_terms t
              join billing.subscriptions s on s.id = t.subscription_id and s.tenant_id = t.tenant_id
             where t.is_end and t.closed_by is null and t.from_at <= now() and s.status <> 'canceled'
             order by t.from_at
             limit @limit
            """,
            new { limit = BatchSize }
        );
    }

    private sealed record Due(string TenantId, string SubscriptionId);
}
