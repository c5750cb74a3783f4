using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Reconciliation.Checks;

/// <summary>Checks tenants whose billing or access has changed.</summary>
/// <remarks>A tenant waits until ten seconds after its last change, so that the application has time to report what it did about the same event.</remarks>
public sealed class TenantChecker(Database database, FindingWriter writer) : IWorkHandler
{
    private const string Kind = "reconciliation.check_changed";

    internal const string Lane = $"every:{Kind}";

    private const int MaxTenants = 500;

    /// <summary>Stands for all tenants, in the table of marked ones.</summary>
    private const string AllTenants = "*";

    /// <summary>Open findings of the checked tenants that are not about the copies of objects.</summary>
    private static readonly string s_gone = $"f.type not in ({FindingText.ComparisonTypes}) and f.type <> 'unmapped_price' and f.tenant_id = any(@tenants)";

    private static readonly string s_allGone = $"f.type not in ({FindingText.ComparisonTypes})";

    public string Name => Kind;

    public string Title => "Compare changed tenants with Stripe";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var stale = await FindStale(stop);
        if (stale.Count == 0)
            return WorkOutcome.Completed;
        if (stale.Any(mark => mark.TenantId == AllTenants))
            await CheckAll(stop);
        else
            await Check([.. stale.Select(mark => mark.TenantId)], s_gone, stop);
        await using var work = await database.Write(WriteOrigin.Intake(FindingWriter.Origin), [IdGenerator.Platform], stop);
        await work.Execute(
            "delete from reconciliation.stale_tenants d using unnest(@ids, @marks) n(id, marks) where d.id = n.id and d.marks = n.marks",
            new { ids = stale.Select(mark => mark.TenantId).ToArray(), marks = stale.Select(mark => mark.Marks).ToArray() }
        );
        await work.Execute(
            "update reconciliation.stale_tenants d set marked_at = now(), first_marked_at = now() where d.id = any(@ids)",
            new { ids = stale.Select(mark => mark.TenantId).ToArray() }
        );
        await work.Commit();
        return WorkOutcome.Reschedule(stale.Count == MaxTenants ? TimeSpan.Zero : TimeSpan.FromSeconds(5));
    }

    /// <summary>Checks all tenants and what belongs to none.</summary>
    public async Task CheckAll(CancellationToken stop)
    {
        await Check(null, s_allGone, stop);
        await using var work = await database.Write(WriteOrigin.Intake(FindingWriter.Origin), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            insert into reconciliation.checks (tenant_id, mode, checked_at, subscriptions)
            select 'tnt_platform', m.mode, clock_timestamp(), m.subscriptions
              from jsonb_to_recordset(@counts) m(mode text, subscriptions bigint)
            on conflict (tenant_id, mode) do update set checked_at = excluded.checked_at, subscriptions = excluded.subscriptions
            """,
            new { counts = Json.Element(await Count(stop)) }
        );
        await work.Commit();
    }

    private async Task Check(IReadOnlyList<string>? tenants, string gone, CancellationToken stop)
    {
        IReadOnlyList<FoundDifference> found;
        await using (var work = await database.Read(stop))
            found = await work.List<FoundDifference>(tenants is null ? CheckSql.All : CheckSql.OfTenants, new { tenants });
        await writer.Apply(found, gone, tenants, stop);
    }

    private async Task<IReadOnlyList<CheckedCount>> Count(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<CheckedCount>(
            """
            select m.mode, (select count(*) from billing.subscriptions s where s.mode = m.mode and s.ended_at is null and s.account_id <> 'manual') as subscriptions
              from (values ('live'), ('test')) m(mode)
            """
        );
    }

    private async Task<IReadOnlyList<StaleTenant>> FindStale(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<StaleTenant>(
            """
            select d.id as tenant_id, d.marks from reconciliation.stale_tenants d
             where d.marked_at < now() - interval '10 seconds'
             order by d.marked_at, d.id limit @most
            """,
            new { most = MaxTenants }
        );
    }

    private sealed record StaleTenant(string TenantId, long Marks);

    private sealed record CheckedCount(Mode Mode, long Subscriptions);
}
