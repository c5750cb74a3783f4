using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Public;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Which failed payments came back in the last 12 months, and what is unpaid now.</summary>
/// <param name="Stages">Unpaid invoices by stage and currency.</param>
/// <param name="Declines">Invoices whose payment failed, by decline code and currency, largest amount first.</param>
public sealed record RecoveryReport(IReadOnlyList<RecoveryReport.StageRow> Stages, IReadOnlyList<RecoveryReport.DeclineRow> Declines)
{
    private const int MaxDeclines = 12;

    public static async Task<RecoveryReport> Find(Mode mode, UnitOfWork work) =>
        new(
            await work.List<StageRow>(
                $"""
                select {DunningStage.Sql("c")} as stage, i.currency, count(*) as invoices, sum(i.remaining_minor)::bigint as unpaid_minor
                  from billing.invoices i
                  left join dunning.cases c on c.tenant_id = i.tenant_id and c.account_id = i.account_id and c.invoice_id = i.id and c.closed_at is null
                 where i.mode = @mode and i.status = 'open' and {BillingRecords.IsUnpaid("i")}
                 group by 1, 2
                 order by 2, 1
                """,
                new { mode }
            ),
            await work.List<DeclineRow>(
                """
                select coalesce(f.code, '') as code, i.currency, count(*) as invoices,
                       coalesce(sum(i.total_minor) filter (where i.status = 'paid'), 0)::bigint as recovered_minor,
                       coalesce(sum(i.remaining_minor) filter (where i.status = 'uncollectible'), 0)::bigint as lost_minor,
                       coalesce(sum(i.remaining_minor) filter (where i.status = 'open'), 0)::bigint as at_risk_minor,
                       (percentile_cont(0.5) within group (order by extract(epoch from i.paid_at - f.failed_at)) filter (where i.status = 'paid') / 86400)::numeric as days
                  from (select p.account_id, p.invoice_id, min(p.created_at) as failed_at, (array_agg(p.failure_code order by p.created_at))[1] as code
                          from billing.payments p
                         where p.mode = @mode and p.status = 'failed' and p.invoice_id is not null and p.created_at > now() - interval '12 months'
                         group by 1, 2) f
                  join billing.invoices i on i.account_id = f.account_id and i.id = f.invoice_id and i.status <> 'void'
                 group by 1, 2
                 order by sum(i.total_minor) desc, 1, 2
                 limit @MaxDeclines
                """,
                new { mode, MaxDeclines }
            )
        );

    /// <param name="Stage">new, reminded, read_only, suspended or cancelled.</param>
    public sealed record StageRow(string Stage, string Currency, long Invoices, long UnpaidMinor)
    {
        public Money Unpaid => new(UnpaidMinor, Currency);
    }

    /// <param name="Code">Decline code of the first failed payment; empty if there was none.</param>
    /// <param name="Days">Median days until the invoice was paid; null if none was.</param>
    public sealed record DeclineRow(string Code, string Currency, long Invoices, long RecoveredMinor, long LostMinor, long AtRiskMinor, decimal? Days)
    {
        public Money Recovered => new(RecoveredMinor, Currency);

        public Money Lost => new(LostMinor, Currency);

        public Money AtRisk => new(AtRiskMinor, Currency);
    }
}
