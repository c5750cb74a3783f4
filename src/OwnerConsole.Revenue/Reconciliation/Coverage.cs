using OwnerConsole.Data;
using OwnerConsole.Revenue.Reconciliation.Comparisons;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>What was checked, and when.</summary>
/// <param name="IsConnected">Whether Stripe is connected in this mode.</param>
/// <param name="CheckedAt">Last complete check inside the console; null before the first one.</param>
/// <param name="Subscriptions">Current subscriptions that it checked.</param>
/// <param name="Runs">Latest comparisons with Stripe except those of single tenants, newest first.</param>
public sealed record Coverage(bool IsConnected, DateTimeOffset? CheckedAt, long Subscriptions, IReadOnlyList<ComparisonRun> Runs)
{
    private const int MaxRuns = 5;

    public static async Task<Coverage> Find(Mode mode, UnitOfWork work)
    {
        var row = await work.One<Row>(
            """
            select exists (select from stripe.connections c where c.tenant_id = 'tnt_platform' and c.mode = @mode and c.closed_by is null) as is_connected,
                   c.checked_at, coalesce(c.subscriptions, 0) as subscriptions
              from (select 1) n left join reconciliation.checks c on c.tenant_id = 'tnt_platform' and c.mode = @mode
            """,
            new { mode }
        );
        return new(row!.IsConnected, row.CheckedAt, row.Subscriptions, await ComparisonRuns.Latest(mode, work, MaxRuns, isOfTenants: false)); // the query returns one row
    }

    private sealed record Row(bool IsConnected, DateTimeOffset? CheckedAt, long Subscriptions);
}
