using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Movements;

/// <summary>A restatement that is being applied to all tenants with differences, in the order of their ids.</summary>
/// <param name="Month">First day of the restated month.</param>
/// <param name="LastMonth">First day of the last closed month.</param>
/// <param name="StartsAt">Start of the restated month.</param>
/// <param name="Reached">Last tenant that was recalculated; empty at the start.</param>
internal sealed record PendingRestatement(string Id, DateOnly Month, DateOnly LastMonth, DateTimeOffset StartsAt, string Currency, string Reached)
{
    /// <summary>Condition: a restatement in the current reporting currency is being applied. Those in other currencies wait until it is changed back.</summary>
    public const string Exists =
        "exists (select from movements.restatements p where p.tenant_id = 'tnt_platform' and p.applied_at is null and p.currency = (select currency from core.reporting))";

    /// <summary>Recalculates the next tenants, or completes the restatement.</summary>
    /// <returns>false if no restatement is left.</returns>
    public static async Task<bool> ApplyNext(string origin, int batchSize, Database database, CancellationToken stop)
    {
        if (await Find(batchSize, database, stop) is not var (restatement, tenants))
            return false;
        await using var work = await database.Write(WriteOrigin.Intake(origin), [.. tenants, IdGenerator.Platform], stop);
        if (tenants.Count == 0)
            await restatement.Complete(work);
        else
        {
            await MovementRebuilder.Rebuild(tenants, work, restatement);
            if (!await restatement.RecordProgress(tenants[^1], work))
                return true; // another execution of this job has recalculated them
        }
        await work.Commit();
        return true;
    }

    /// <summary>Stores which tenants changed by how much, with the next statement of the unit of work.</summary>
    public void StoreChanges(IEnumerable<TenantDifference> changes, UnitOfWork work) =>
        work.Defer(
            """
            insert into movements.restatement_changes (tenant_id, restatement_id, month, kind, plan, mode, delta_minor)
            select r.tenant_id, @Id, r.month, r.kind, r.plan, t.mode, r.delta_minor
              from jsonb_to_recordset(@rows) r(tenant_id text, month date, kind text, plan text, delta_minor numeric)
              join core.tenants t using (tenant_id)
            """,
            new { Id, rows = Json.Element(changes.ToArray()) }
        );

    private static async Task<(PendingRestatement, IReadOnlyList<string>)?> Find(int batchSize, Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var restatement = await reading.One<PendingRestatement>(
            """
            select r.restatement_id as id, r.month, r.last_month, r.month::timestamp at time zone c.zone as starts_at, r.currency, r.reached
              from movements.restatements r join core.reporting c on c.currency = r.currency
             where r.tenant_id = 'tnt_platform' and r.applied_at is null
             order by r.opened_at
            """
        );
        if (restatement is null)
            return null;
        var tenants = await reading.List<string>(
            """
            select distinct d.tenant_id
              from movements.differences d
             where d.currency = @Currency and d.tenant_id > @Reached
             order by d.tenant_id
             limit @batchSize
            """,
            new
            {
                restatement.Currency,
                restatement.Reached,
                batchSize,
            }
        );
        return (restatement, tenants);
    }

    private async Task<bool> RecordProgress(string tenant, UnitOfWork work) =>
        await work.Execute(
            "update movements.restatements set reached = @tenant where tenant_id = 'tnt_platform' and restatement_id = @Id and reached = @Reached and applied_at is null",
            new
            {
                Id,
                Reached,
                tenant,
            }
        ) == 1;

    /// <summary>Stores the figures that came out.</summary>
    private async Task Complete(UnitOfWork work)
    {
        await ClosedMonths.Lock(work);
        work.Defer(
            """
            update movements.restatement_figures set after_minor = case kind when 'opening' then before_minor else 0 end
             where tenant_id = 'tnt_platform' and restatement_id = @Id
            """,
            new { Id }
        );
        work.Defer(
            """
            insert into movements.restatement_figures (restatement_id, mode, month, kind, before_minor, after_minor)
            select @Id, c.mode, c.month, c.kind, 0, sum(c.delta_minor)
              from movements.mrr_month c
             where c.currency = @Currency and c.month between @Month and @LastMonth
             group by c.mode, c.month, c.kind
            on conflict (tenant_id, restatement_id, mode, month, kind) do update set after_minor = excluded.after_minor
            """,
            new
            {
                Id,
                Currency,
                Month,
                LastMonth,
            }
        );
        await work.Execute(
            "update movements.restatements set applied_at = clock_timestamp() where tenant_id = 'tnt_platform' and restatement_id = @Id and applied_at is null",
            new { Id }
        );
    }
}
