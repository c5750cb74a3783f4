using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Checks the ledger of credits: the credits left of each grant, and the credits spent in each period, must equal the sums of their
/// ledger lines. Runs every hour for recent movements, and over a longer time for doctor.</summary>
public sealed class CreditLedgerCheck(Database database, ILogger<CreditLedgerCheck> log) : IConsistencyCheck, IWorkHandler
{
    /// <summary>Maximum number of tenants checked, latest movements first.</summary>
    private const int Most = 500;

    /// <summary>Maximum number of differences reported.</summary>
    private const int Told = 20;

    private static readonly TimeSpan RecentWindow = TimeSpan.FromHours(2),
        Long = TimeSpan.FromDays(32);

    public string DisplayName => "credits";

    public string Name => "credits.sums";

    public string Title => "Verify the credit ledger";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public Task<ConsistencyResult> Check(UnitOfWork work) => Look(Long, work);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        foreach (var difference in (await Look(RecentWindow, work)).Differences)
            log.LogError("The credit ledger is inconsistent. {Difference}", difference);
        return WorkOutcome.Completed;
    }

    private static async Task<ConsistencyResult> Look(TimeSpan since, UnitOfWork work)
    {
        var tenants = await work.List<string>(
            "select m.tenant_id from entitlements.credit_movements m where m.at > now() - @since group by 1 order by max(m.at) desc limit @Most",
            new { since, Most }
        );
        return new(
            $"Checked the credit ledgers of the {tenants.Count} tenants with the latest movements.",
            [.. await Grants(tenants, work), .. await Periods(tenants, work)]
        );
    }

    private static Task<IReadOnlyList<string>> Grants(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.List<string>(
            """
            select c.credit_id || ' of ' || c.tenant_id || ': ' || trim_scale(l.rest) || ' left and ' || trim_scale(c.spent) || ' spent, but the ledger lines sum to ' || trim_scale(m.rest) || ' and ' || trim_scale(m.spent) || '.'
              from entitlements.credits c
              cross join lateral (select case when c.closed_by is null then c.amount - c.spent else 0 end as rest) l
              cross join lateral (
                select coalesce(sum(case when m.kind in ('granted', 'refunded', 'restored') then m.amount else -m.amount end), 0) as rest,
                       coalesce(sum(case m.kind when 'spent' then m.amount when 'refunded' then -m.amount end), 0) as spent
                  from entitlements.credit_movements m where m.tenant_id = c.tenant_id and m.credit_id = c.credit_id) m
             where c.tenant_id = any(@tenants) and (m.rest <> l.rest or m.spent <> c.spent)
             order by c.credit_id
             limit @Told
            """,
            new { tenants, Told }
        );

    private static Task<IReadOnlyList<string>> Periods(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.List<string>(
            """
            with burnt as (
              select m.tenant_id, m.feature, m.period_start, sum(case m.kind when 'spent' then m.amount else -m.amount end) as amount
                from entitlements.credit_movements m
               where m.tenant_id = any(@tenants) and m.kind in ('spent', 'refunded')
               group by 1, 2, 3)
            select tenant_id || ' has spent ' || trim_scale(coalesce(u.burnt, 0)) || ' for ' || feature || ' in the period from ' || to_char(period_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ', but the ledger lines sum to ' || trim_scale(coalesce(b.amount, 0)) || '.'
              from burnt b
              full join (select tenant_id, feature, period_start, burnt from entitlements.usage where tenant_id = any(@tenants)) u using (tenant_id, feature, period_start)
             where coalesce(b.amount, 0) <> coalesce(u.burnt, 0)
             order by tenant_id, feature, period_start
             limit @Told
            """,
            new { tenants, Told }
        );
}
