using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Public;
using OwnerConsole.Revenue.Rates.Public;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Unpaid invoices now, and what became of those of the last 12 months. Amounts are in the reporting currency, at the rate of the day.</summary>
/// <param name="Stages">Unpaid invoices by stage.</param>
/// <param name="Steps">Cases by the last step that was carried out, in the order of the steps.</param>
/// <param name="Declines">Invoices whose payment failed, by the decline code of the first failed payment, largest amount first.</param>
/// <param name="Unconverted">Number of invoices whose amount isn't included, because the rate of their currency is missing.</param>
public sealed record RecoveryReport(
    IReadOnlyList<RecoveryReport.StageRow> Stages,
    IReadOnlyList<DunningResult> Steps,
    IReadOnlyList<DunningResult> Declines,
    long Unconverted
)
{
    private const int MaxDeclines = 12;

    /// <summary>What became of the invoice <c>i</c>, its amount, and the day whose rate is used.</summary>
    private const string Outcome = """
        i.status, i.currency, count(*) as invoices, sum(case when i.status = 'paid' then i.total_minor else i.remaining_minor end)::bigint as minor,
               (case when i.status = 'paid' then coalesce(i.paid_at, now()) else now() end at time zone r.zone)::date as day
        """;

    public static async Task<RecoveryReport> Find(Mode mode, string? onlyTenant, UnitOfWork work)
    {
        var arguments = new { mode, onlyTenant };
        var stages = await work.List<Row>(
            $"""
            select {DunningStage.Sql("c")} as key, {Outcome}
              from billing.invoices i
             cross join core.reporting r
              left join dunning.cases c on c.tenant_id = i.tenant_id and c.account_id = i.account_id and c.invoice_id = i.id and c.closed_at is null
             where i.mode = @mode and i.status = 'open' and {BillingRecords.IsUnpaid("i")} and (@onlyTenant::text is null or i.tenant_id = @onlyTenant)
             group by 1, 2, 3, 6
            """,
            arguments
        );
        var steps = await work.List<Row>(
            $"""
            select coalesce(c.reached, '') as key, {Outcome}
              from dunning.cases c
              join billing.invoices i on i.tenant_id = c.tenant_id and i.account_id = c.account_id and i.id = c.invoice_id and i.status in ('paid', 'uncollectible', 'open')
             cross join core.reporting r
             where c.mode = @mode and c.opened_at > now() - interval '12 months' and (@onlyTenant::text is null or i.tenant_id = @onlyTenant)
               and (c.closed_at is not null or i.status <> 'open' or {BillingRecords.IsUnpaid("i")})
             group by 1, 2, 3, 6
            """,
            arguments
        );
        var declines = await work.List<Row>(
            $"""
            select coalesce(f.code, '') as key, {Outcome} from ({FirstFailures}) f {FailedInvoices}
             group by 1, 2, 3, 6
            """,
            arguments
        );
        var days = await work.List<DaysRow>(
            $"""
            select coalesce(f.code, '') as key,
                   (percentile_cont(0.5) within group (order by extract(epoch from i.paid_at - f.failed_at)) filter (where i.status = 'paid') / 86400)::numeric as days
              from ({FirstFailures}) f {FailedInvoices}
             group by 1
            """,
            arguments
        );
        var all = stages.Concat(steps).Concat(declines).ToList();
        var converter = await ReportingConverter.Load(all.Select(row => row.Currency), work);
        return new(
            [.. Results(stages, converter, _ => null).Select(result => new StageRow(result.Key, result.Invoices, result.AtRisk.Amount))],
            [.. Results(steps, converter, _ => null).OrderBy(result => DayOf(result.Key)).ThenBy(result => result.Key, StringComparer.Ordinal)],
            [
                .. Results(declines, converter, key => days.FirstOrDefault(row => row.Key == key)?.Days)
                    .OrderByDescending(result => result.Recovered.Amount.Amount + result.Lost.Amount.Amount + result.AtRisk.Amount.Amount)
                    .ThenBy(result => result.Key, StringComparer.Ordinal)
                    .Take(MaxDeclines),
            ],
            steps.Concat(declines).Where(row => converter.Convert(row.Amount, row.Day) is null).Sum(row => row.Invoices)
        );
    }

    private const string FirstFailures = """
        select p.account_id, p.invoice_id, min(p.created_at) as failed_at, (array_agg(p.failure_code order by p.created_at))[1] as code
          from billing.payments p
         where p.mode = @mode and p.status = 'failed' and p.invoice_id is not null and p.created_at > now() - interval '12 months'
           and (@onlyTenant::text is null or p.tenant_id = @onlyTenant)
         group by 1, 2
        """;

    private const string FailedInvoices = """
        join billing.invoices i on i.account_id = f.account_id and i.id = f.invoice_id and i.status in ('paid', 'uncollectible', 'open') cross join core.reporting r
        """;

    private static IEnumerable<DunningResult> Results(IReadOnlyList<Row> rows, ReportingConverter converter, Func<string, decimal?> days) =>
        rows.GroupBy(row => row.Key, StringComparer.Ordinal)
            .Select(group => new DunningResult(
                group.Key,
                group.Sum(row => row.Invoices),
                Sum(group, "paid", converter),
                Sum(group, "uncollectible", converter),
                Sum(group, "open", converter),
                days(group.Key)
            ));

    private static DunningOutcome Sum(IEnumerable<Row> rows, string status, ReportingConverter converter)
    {
        var of = rows.Where(row => row.Status == status).ToList();
        return new(of.Sum(row => row.Invoices), new(of.Sum(row => converter.Convert(row.Amount, row.Day)?.Amount ?? 0), converter.Currency));
    }

    private static int DayOf(string step) => int.TryParse(step.Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : -1;

    /// <param name="Stage">new, reminded, read_only, suspended or cancelled.</param>
    /// <param name="Invoices">Number of unpaid invoices.</param>
    /// <param name="Unpaid">Unpaid amount in the reporting currency.</param>
    public sealed record StageRow(string Stage, long Invoices, Money Unpaid);

    private sealed record Row(string Key, string Status, string Currency, long Invoices, long Minor, DateOnly Day)
    {
        public Money Amount => new(Minor, Currency);
    }

    private sealed record DaysRow(string Key, decimal? Days);
}

/// <summary>What became of invoices that have a step or a decline code in common.</summary>
/// <param name="Key">Last step that was carried out, such as 3_email, or decline code; empty if there is none.</param>
/// <param name="Invoices">Number of all of them.</param>
/// <param name="Recovered">Paid invoices.</param>
/// <param name="Lost">Uncollectible invoices.</param>
/// <param name="AtRisk">Unpaid invoices.</param>
/// <param name="Days">Median days until the invoices were paid, of decline codes; null if none was.</param>
public sealed record DunningResult(string Key, long Invoices, DunningOutcome Recovered, DunningOutcome Lost, DunningOutcome AtRisk, decimal? Days);

/// <param name="Invoices">Number of invoices.</param>
/// <param name="Amount">Sum in the reporting currency, without invoices whose rate is missing.</param>
public sealed record DunningOutcome(long Invoices, Money Amount);
