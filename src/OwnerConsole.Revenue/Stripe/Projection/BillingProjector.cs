using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Updates the billing records of objects that were read from Stripe, up to 500 at a time.</summary>
/// <remarks>All records are written by this one lane, so that no older state can replace a newer one. Reading an object again is enough to correct its record.</remarks>
public sealed class BillingProjector(Database database, DisputeAlarm alarm) : IWorkHandler
{
    private const string Kind = "stripe.project";

    internal const string Lane = $"every:{Kind}";

    private const int BatchSize = 500;

    /// <summary>Shorter than a lane's lease, even with the longest batch at the end.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(20);

    public string Name => Kind;

    public string Title => "Update billing records from Stripe";

    public TimeSpan? Interval => TimeSpan.FromSeconds(2);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        for (var began = Stopwatch.GetTimestamp(); await ProjectNext(stop); )
            if (Stopwatch.GetElapsedTime(began) > s_maxTurn)
                return WorkOutcome.Reschedule(TimeSpan.Zero);
        return WorkOutcome.Completed;
    }

    /// <returns>False if no object is left.</returns>
    private async Task<bool> ProjectNext(CancellationToken stop)
    {
        var batch = await Load(stop);
        if (batch is null)
            return false;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [.. batch.Tenants], stop);
        if (!await batch.TryStore(work))
            return true;
        await alarm.Raise(batch.NewDisputes, work);
        await work.Commit();
        return true;
    }

    private async Task<ProjectionBatch?> Load(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var found = await work.List<MirroredObject>(
            """
            select o.account_id, o.object_id, o.mode, o.type, o.customer, o.is_deleted, o.read_at, o.body::text as body
              from stripe.objects o
             where o.tenant_id = 'tnt_platform' and not o.is_projected
             order by o.type <> 'customer', o.read_at
             limit @limit
            """,
            new { limit = BatchSize }
        );
        if (found.Count == 0)
            return null;
        // Customers decide which tenants the other records belong to, so they come first and alone.
        return found[0].Type == "customer"
            ? await CustomerBatch.Load([.. found.Where(one => one.Type == "customer")], work)
            : await RecordBatch.Load(found, work);
    }
}
