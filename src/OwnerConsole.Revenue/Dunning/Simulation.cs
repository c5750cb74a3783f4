using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>What steps would have done in the last 12 months.</summary>
/// <param name="Invoices">Failed payments and overdue invoices that were read, at most 10,000.</param>
/// <param name="Steps">The steps by day, then the time after the last one.</param>
public sealed record Simulation(int Invoices, IReadOnlyList<SimulationStep> Steps)
{
    private const int MaxInvoices = 10_000;

    public static async Task<Simulation> Find(IReadOnlyList<DunningStep> steps, Caller caller, Mode mode, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            """
            select f.failed_at, i.paid_at, i.currency, i.total_minor, coalesce(t.time_zone, r.zone) as zone, now() as now
              from (select p.account_id, p.invoice_id as id, min(p.created_at) as failed_at
                      from billing.payments p
                     where p.mode = @mode and p.status = 'failed' and p.invoice_id is not null and p.created_at > now() - interval '12 months'
                     group by 1, 2
                    union all
                    select o.account_id, o.id, o.due_at
                      from billing.invoices o
                     where o.mode = @mode and o.collection_method = 'send_invoice' and o.due_at between now() - interval '12 months' and now()
                       and o.status in ('open', 'paid', 'uncollectible') and (o.paid_at is null or o.paid_at > o.due_at)) f
              join billing.invoices i on i.account_id = f.account_id and i.id = f.id and i.status not in ('draft', 'void')
              join core.tenants t on t.tenant_id = i.tenant_id
              cross join core.reporting r
             where @OnlyTenant::text is null or i.tenant_id = @OnlyTenant
             order by f.failed_at desc, i.id
             limit @MaxInvoices
            """,
            new
            {
                mode,
                caller.OnlyTenant,
                MaxInvoices,
            }
        );
        var failures = rows.Select(row => new PastFailure(row.FailedAt, row.PaidAt, new(row.TotalMinor, row.Currency), Zone.FirstKnown(row.Zone))).ToList();
        return new(failures.Count, [.. SimulatedStep.Simulate(steps, failures, rows is [var first, ..] ? first.Now : default).Select(SimulationStep.Of)]);
    }

    private sealed record Row(DateTimeOffset FailedAt, DateTimeOffset? PaidAt, string Currency, long TotalMinor, string Zone, DateTimeOffset Now);
}

/// <summary>What a step would have done.</summary>
/// <param name="Day">null for the time after the last step.</param>
/// <param name="Action">email, read_only, suspend or cancel; null for the time after the last step.</param>
/// <param name="Reached">Invoices that were still unpaid on that day.</param>
/// <param name="Recovered">Invoices that were paid before the step, and after the previous one.</param>
/// <param name="RecoveredAmounts">Their amounts, one per currency.</param>
public sealed record SimulationStep(int? Day, DunningAction? Action, int Reached, int Recovered, IReadOnlyList<Money> RecoveredAmounts)
{
    internal static SimulationStep Of(SimulatedStep row) => new(row.Step?.Day, row.Step?.Action, row.Reached, row.Recovered, row.RecoveredAmounts);
}
