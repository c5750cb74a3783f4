using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Whether the copy of a record <c>x</c> is up to date, in SQL.</summary>
internal static class RecordSyncSql
{
    /// <summary>Events about the record, and the last requested read of its object.</summary>
    private const string Events = "select 1 from stripe.events e where e.tenant_id = 'tnt_platform' and e.account_id = x.account_id and e.object_id = x.id",
        Reads =
            "select 1 from stripe.reads r where r.tenant_id = 'tnt_platform' and r.account_id = x.account_id and r.object_id = x.id and r.mode = x.mode and r.closed_by is null",
        IsManual = $"(x.account_id = '{BillingRecords.ManualAccount}')",
        HasFailed = $"(exists ({Events} and e.state = 'failed') or exists ({Reads} and r.failed_at is not null))",
        IsPending = $"(exists ({Events} and e.state = 'pending') or exists ({Reads} and r.read_at is null and r.failed_at is null))";

    /// <summary>
    /// Value of a <see cref="RecordSync"/>. It is null for manual records, and for people limited to some tenants, because events belong to the platform.
    /// </summary>
    public static string Column =>
        TenantScope.Current is null
            ? $"case when {IsManual} then null when {HasFailed} then 'error' when {IsPending} then 'pending' else 'synced' end"
            : "null::text";

    public static readonly BillingChoice Choice = new(
        "sync",
        "Sync",
        [new("synced", $"not {IsManual} and not {IsPending} and not {HasFailed}"), new("pending", $"{IsPending} and not {HasFailed}"), new("error", HasFailed)]
    );
}
