using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Manual;

/// <summary>A tenant that gets a manual subscription or invoice.</summary>
/// <param name="NewId">ID of the new record.</param>
/// <param name="Now">Time of the run.</param>
public sealed record NewManualRecord(string TenantId, long Revision, TenantLifecycle Lifecycle, string NewId, DateTimeOffset Now) : ISubject
{
    public string Id => TenantId;

    /// <summary>Whether another invoice has the requested number.</summary>
    public bool IsNumberTaken { get; init; }

    /// <summary>Whether other tenants get an invoice in the same run.</summary>
    public bool IsOneOfSeveral { get; init; }

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public static async Task<IReadOnlyList<NewManualRecord>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var tenants = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision, s.lifecycle
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        return
        [
            .. tenants.Select(row => new NewManualRecord(
                row.TenantId,
                row.Revision,
                row.Lifecycle,
                work.NewId(BillingRecords.ManualPrefix, row.TenantId),
                work.Now
            )),
        ];
    }

    private sealed record Row(string TenantId, long Revision, TenantLifecycle Lifecycle);
}
