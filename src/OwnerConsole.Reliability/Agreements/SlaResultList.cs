using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Reliability.Agreements.Pages;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Reads results of SLAs, the latest period first.</summary>
public sealed class SlaResultList(IEnumerable<SlaCreditStatement> credits)
{
    private const string NoCredits =
        "select null::text as tenant_id, null::text as sla_id, null::date as starts_on, null::bigint as amount_minor, null::text as currency where false";

    private const string NoModule = $"select '{SlaCreditStatement.NoCustomer}' as obstacle";

    /// <summary>Results of removed SLAs are left out unless their period is closed.</summary>
    private const string Tables = """
        from agreements.results r
        join agreements.periods p on p.tenant_id = 'tnt_platform' and p.sla_id = r.sla_id and p.starts_on = r.starts_on
        join core.tenants t on t.tenant_id = r.tenant_id
        left join agreements.slas a on a.tenant_id = 'tnt_platform' and a.sla_id = r.sla_id and a.closed_by is null
        """;

    private const string State = "coalesce(r.state, p.state)";

    private string Credits => credits.FirstOrDefault()?.Sql ?? NoCredits; // one module gives credits

    /// <summary>Why a breach (b) can't be credited.</summary>
    private string Obstacle => credits.FirstOrDefault()?.Obstacle("b.tenant_id", "b.ends_at") ?? NoModule;

    internal async Task<OwnerConsole.Data.Page<SlaResultView>> Find(SlaResultFilter filter, UnitOfWork work)
    {
        var (startsOn, slaId, tenantId) = ReadCursor(filter.Cursor);
        var conditions = Conditions.And(
            (filter.Text is not null, "(t.name ilike @pattern or r.tenant_id = @Text)"),
            (filter.SlaId is not null, "r.sla_id = @SlaId"),
            (filter.State is not null, $"{State} = @State"),
            (filter.TenantId is not null, "r.tenant_id = @TenantId"),
            (filter.Time is SlaResultTime.Current, "p.closed_at is null"),
            (filter.Time is SlaResultTime.Closed, "p.closed_at is not null"),
            (filter.Cursor is not null, "(r.starts_on < @startsOn or r.starts_on = @startsOn and (r.sla_id, r.tenant_id) > (@afterSla, @afterTenant))")
        );
        var rows = await work.List<ResultRow>(
            $"""
            select r.sla_id, a.name as sla, a.kind, r.tenant_id, coalesce(t.name, r.tenant_id) as tenant, r.starts_on, p.ends_on, p.target,
                   coalesce(r.actual, p.actual) as actual, {State} as state, coalesce(r.events, p.events, 0) as events, coalesce(r.bad, p.bad, 0) as bad,
                   coalesce(r.credit_percent, p.credit_percent, 0) as credit_percent, c.amount_minor, c.currency, p.closed_at
            {Tables}
            left join ({Credits}) c on c.tenant_id = r.tenant_id and c.sla_id = r.sla_id and c.starts_on = r.starts_on
            where t.mode = @Mode and (p.closed_at is not null or a.sla_id is not null)
            {conditions}
            order by r.starts_on desc, r.sla_id, r.tenant_id
            limit @most
            """,
            new
            {
                filter.Mode,
                filter.Text,
                pattern = filter.Text is { } text ? LikePattern.Contains(text) : null,
                filter.SlaId,
                filter.State,
                filter.TenantId,
                startsOn,
                afterSla = slaId,
                afterTenant = tenantId,
                most = filter.Limit + 1,
            }
        );
        return Paging.ToPage<SlaResultView>(
            [.. rows.Select(row => row.View)],
            filter.Limit,
            last => Cursor.Of(SlaLabels.Iso(last.StartsOn), last.SlaId, last.TenantId)
        );
    }

    /// <returns>
    /// Closed periods with breaches for which credits were agreed and not all given, the latest first. Tenants that can't be given a credit are counted for a
    /// shorter time, because the console can't know when they were credited by hand. Tenants whose credit would be 0 are not counted.
    /// </returns>
    internal Task<IReadOnlyList<CreditProposal>> FindProposals(UnitOfWork work) =>
        work.List<CreditProposal>(
            $"""
            select b.sla_id, coalesce(a.name, b.sla_id) as sla, b.starts_on, b.ends_on, count(*) as tenants,
                   count(*) filter (where e.obstacle is not null) as by_hand,
                   count(*) filter (where e.obstacle = '{SlaCreditStatement.TestCustomer}') as only_test
              from ({SlaBreaches.OfAll.Sql}) b
              left join agreements.slas a on a.tenant_id = 'tnt_platform' and a.sla_id = b.sla_id and a.closed_by is null
              left join ({Credits}) c on c.tenant_id = b.tenant_id and c.sla_id = b.sla_id and c.starts_on = b.starts_on
             cross join lateral ({Obstacle}) e
             where c.tenant_id is null and b.ends_at > now() - interval '{CreditProposal.Days} days'
               and (e.obstacle is null
                    or e.obstacle <> '{SlaCreditStatement.NothingToCredit}' and b.ends_at > now() - interval '{CreditProposal.DaysByHand} days')
             group by b.sla_id, a.name, b.starts_on, b.ends_on
             order by b.starts_on desc, b.sla_id
             limit {CreditProposal.Max}
            """
        );

    private static (DateOnly StartsOn, string? SlaId, string? TenantId) ReadCursor(string? cursor)
    {
        if (cursor is null)
            return default;
        var values = Cursor.Read(cursor, 3);
        return DateOnly.TryParseExact(values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, values[1], values[2])
            : throw Problem.Invalid("cursor", "must be a cursor returned by this list.");
    }

    private sealed record ResultRow(
        string SlaId,
        string? Sla,
        SlaKind? Kind,
        string TenantId,
        string Tenant,
        DateOnly StartsOn,
        DateOnly EndsOn,
        decimal Target,
        decimal? Actual,
        SlaState State,
        long Events,
        long Bad,
        decimal CreditPercent,
        long? AmountMinor,
        string? Currency,
        DateTimeOffset? ClosedAt
    )
    {
        public SlaResultView View =>
            new(
                SlaId,
                Sla,
                Kind,
                TenantId,
                Tenant,
                StartsOn,
                EndsOn,
                Target,
                Actual,
                State,
                Events,
                Bad,
                CreditPercent,
                AmountMinor is { } amount && Currency is not null && !HiddenFields.Has(FieldClass.Money) ? new(amount, Currency) : null,
                ClosedAt
            )
            {
                IsCredited = AmountMinor is not null,
            };
    }
}

/// <summary>A closed period of an SLA with breaches for which no credit was given.</summary>
/// <param name="Sla">Name of the SLA, or its ID if it was removed.</param>
/// <param name="Tenants">Number of tenants without a credit.</param>
/// <param name="ByHand">Those of them that the console can't give one.</param>
/// <param name="OnlyTest">Those of them that only have customers in test mode.</param>
public sealed record CreditProposal(string SlaId, string Sla, DateOnly StartsOn, DateOnly EndsOn, long Tenants, long ByHand, long OnlyTest)
{
    /// <summary>Proposals are listed for this many days after the end of a period.</summary>
    public const int Days = 90;

    /// <summary>Tenants that must be credited by hand are counted for this many days after the end of a period.</summary>
    public const int DaysByHand = 30;

    public const int Max = 20;
}
