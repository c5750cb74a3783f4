using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Reconciliation.Comparisons;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>The platform and the account that can be compared with Stripe in one mode.</summary>
/// <param name="AccountId">Null if Stripe isn't connected or its first copy isn't complete.</param>
/// <param name="Objects">Number of copies.</param>
public sealed record AccountFacts(long Revision, string? AccountId, bool IsRunning, long Objects) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<AccountFacts>> Load(IReadOnlyList<string> ids, Mode mode, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform)
            ? await work.List<AccountFacts>(
                $"""
                select 1 + count(r.run_id) + count(r.ended_at) as revision, min(a.account_id) as account_id,
                       coalesce(bool_or(r.run_id is not null and r.ended_at is null and r.kind = 'full'), false) as is_running,
                       (select count(*) from stripe.objects o where o.tenant_id = 'tnt_platform' and o.mode = @mode and not o.is_deleted) as objects
                  from (select 1) n
                  left join ({ComparisonRuns.Accounts}) a on a.mode = @mode
                  left join reconciliation.runs r on r.tenant_id = 'tnt_platform' and r.mode = @mode and r.account_id = a.account_id
                """,
                new { mode }
            )
            : [];
}
