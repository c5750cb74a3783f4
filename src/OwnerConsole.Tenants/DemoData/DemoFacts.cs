using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The state of the demo data.</summary>
/// <param name="UpTo">Highest ID of a demo tenant; null if there are none.</param>
/// <param name="ReportedAt">Time of the last report of a demo tenant.</param>
/// <param name="IsGoing">True while the demo data is being erased.</param>
/// <param name="HoldId">ID of a legal hold on a demo tenant or one of its members; null if there is none.</param>
public sealed record DemoFacts(long Tenants, long People, string? UpTo, DateTimeOffset? ReportedAt, DateTimeOffset Now, bool IsGoing, string? HoldId) : ISubject
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(30);

    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    // All demo data is erased, so changes since the preview don't matter. IsReporting covers the case that it is still growing.
    public long Revision => 1;

    public bool IsReporting => Now - ReportedAt < s_quiet;

    public static async Task<DemoFacts> Find(UnitOfWork work) =>
        (
            await work.One<DemoFacts>(
                $"""
                select count(*) as tenants, coalesce(sum(p.members), 0) as people, max(t.tenant_id) as up_to, max(t.reported_at) as reported_at,
                       clock_timestamp() as now, {DemoEraser.IsRunning} as is_going,
                       (select min(h.hold_id) from core.legal_holds h join core.tenants d using (tenant_id)
                         where d.mode = 'test' and {LegalHolds.IsInForce}) as hold_id
                  from core.tenants t
                  left join core.tenant_summaries p using (tenant_id)
                 where t.mode = 'test'
                """
            )
        )!; // an aggregate query always returns a row
}
