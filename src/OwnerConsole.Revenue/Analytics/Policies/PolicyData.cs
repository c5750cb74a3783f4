using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Analytics.Policies;

/// <summary>Reads what a comparison of policies needs: the figures of a month, and the histories of tenants that can differ.</summary>
internal sealed class PolicyData(PolicyMonth month, Mode mode, UnitOfWork work)
{
    private const int BatchSize = 500;

    private const string HasSubscription = "exists (select from billing.subscription_mrr s where s.tenant_id = m.tenant_id and s.mode = m.mode)";

    private object Arguments =>
        new
        {
            mode,
            month.Currency,
            month.Month,
            month.StartsAt,
            month.EndsAt,
            manual = BillingRecords.ManualAccount,
        };

    /// <returns>Figures of all tenants by our policy.</returns>
    public async Task<PolicyFigures> FindOurs() =>
        Sum(
            await work.List<Part>(
                """
                select '' as tenant_id, case when m.month = @Month then m.kind end as kind, sum(m.delta_minor) as delta_minor
                  from movements.mrr_month m
                 where m.mode = @mode and m.currency = @Currency and m.month <= @Month
                 group by 2
                """,
                Arguments
            )
        );

    /// <returns>Figures and number of tenants whose MRR is estimated from the prices of their plans.</returns>
    public async Task<(PolicyFigures Figures, int Tenants)> FindEstimated()
    {
        var parts = await work.List<Part>(
            $"""
            select '' as tenant_id, null as kind, sum(m.mrr_minor) as delta_minor
              from analytics.tenant_mrr m
             where m.mode = @mode and m.currency = @Currency and m.from_month < @Month and (m.to_month is null or m.to_month >= @Month) and not {HasSubscription}
            having count(*) > 0
            union all
            select '', m.kind, sum(m.delta_minor) from movements.movements m
             where m.mode = @mode and m.currency = @Currency and m.at >= @StartsAt and m.at < @EndsAt and not {HasSubscription}
             group by m.kind
            """,
            Arguments
        );
        var tenants = await work.One<int>(
            $"""
            select count(distinct m.tenant_id)::int from analytics.tenant_mrr m
             where m.mode = @mode and m.currency = @Currency and m.from_month <= @Month and (m.to_month is null or m.to_month >= @Month) and not {HasSubscription}
            """,
            Arguments
        );
        return (Sum(parts), tenants);
    }

    /// <returns>Tenants with subscriptions for which a policy can make a difference.</returns>
    public Task<IReadOnlyList<string>> FindCandidates() =>
        work.List<string>(
            """
            select s.tenant_id from billing.subscription_mrr s
             where s.mode = @mode and s.tenant_id <> 'tnt_platform' and (s.account_id = @manual or s.zero_reason = 'paused')
            union
            select m.tenant_id from movements.movements m
             where m.mode = @mode and m.currency = @Currency and m.kind = 'adjustment' and exists (select from billing.subscription_mrr s where s.tenant_id = m.tenant_id and s.mode = m.mode)
            union
            select x.tenant_id
              from (select s.tenant_id, s.from_at - lag(s.from_at) over (partition by s.tenant_id order by s.from_at) as since
                      from billing.subscription_mrr s
                     where s.mode = @mode and s.tenant_id <> 'tnt_platform' and s.from_at >= @StartsAt - interval '1 hour' and s.from_at < @EndsAt) x
             where x.since > interval '0' and x.since <= interval '1 hour'
            union
            select d.tenant_id from billing.subscriptions d
              join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = d.account_id and o.object_id = d.id and o.mode = d.mode
             where d.mode = @mode and d.tenant_id <> 'tnt_platform' and jsonb_typeof(o.body -> 'discounts') = 'array' and o.body -> 'discounts' <> '[]'
            order by 1
            """,
            Arguments
        );

    /// <returns>Booked figures and the changes of all subscriptions of these tenants.</returns>
    public async Task<IReadOnlyList<(string Tenant, PolicyFigures Booked, IReadOnlyList<SubscriptionChange> Changes)>> Load(IReadOnlyList<string> tenants)
    {
        var loaded = new List<(string, PolicyFigures, IReadOnlyList<SubscriptionChange>)>();
        foreach (var ids in tenants.Chunk(BatchSize))
        {
            var booked = (
                await work.List<Part>(
                    """
                    select m.tenant_id, case when m.at >= @StartsAt then m.kind end as kind, sum(m.delta_minor) as delta_minor
                      from movements.movements m
                     where m.tenant_id = any(@ids) and m.currency = @Currency and m.at < @EndsAt
                     group by 1, 2
                    """,
                    new
                    {
                        ids,
                        month.Currency,
                        month.StartsAt,
                        month.EndsAt,
                    }
                )
            ).ToLookup(part => part.TenantId);
            var changes = await SubscriptionMrrRecords.FindChanges(ids, work);
            loaded.AddRange(ids.Select(id => (id, Sum(booked[id]), (IReadOnlyList<SubscriptionChange>)[.. changes[id]])));
        }
        return loaded;
    }

    /// <returns>Discounts that end of current subscriptions. Earlier ones aren't stored.</returns>
    public async Task<IReadOnlyList<FiniteDiscount>> FindDiscounts() =>
        await work.List<FiniteDiscount>(
            """
            select s.account_id || ' ' || s.id as subscription, (c.coupon ->> 'percent_off')::numeric as percent_off,
                   (c.coupon ->> 'amount_off')::numeric
                     * case s.interval when 'year' then 1 / 12.0 when 'week' then 52 / 12.0 when 'day' then 365 / 12.0 else 1 end / coalesce(nullif(s.intervals, 0), 1) as monthly_off,
                   to_timestamp((d.value ->> 'start')::float) as "from",
                   coalesce(to_timestamp((d.value ->> 'end')::float), to_timestamp((d.value ->> 'start')::float) + coalesce(s.intervals, 1) * ('1 ' || coalesce(s.interval, 'month'))::interval) as until
              from billing.subscriptions s
              join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = s.account_id and o.object_id = s.id and o.mode = s.mode
             cross join lateral jsonb_array_elements(case when jsonb_typeof(o.body -> 'discounts') = 'array' then o.body -> 'discounts' else '[]' end) d(value)
             cross join lateral (select coalesce(d.value #> '{source,coupon}', d.value -> 'coupon') as named) n
             cross join lateral (
               select case when jsonb_typeof(n.named) = 'object' then n.named
                           else (select k.body from stripe.objects k where k.tenant_id = 'tnt_platform' and k.account_id = s.account_id and k.object_id = n.named #>> '{}' and k.mode = s.mode) end as coupon) c
             where s.mode = @mode and s.tenant_id <> 'tnt_platform' and c.coupon ->> 'duration' in ('once', 'repeating') and jsonb_typeof(d.value -> 'start') = 'number'
            """,
            Arguments
        );

    public PolicyFigures Figures(IEnumerable<Movement> movements) =>
        PolicyFigures.Sum(
            movements
                .Where(movement => movement.Currency == month.Currency && movement.At < month.EndsAt)
                .Select(movement => PolicyFigures.Of(movement.At < month.StartsAt ? null : movement.Kind, movement.Delta))
        );

    private static PolicyFigures Sum(IEnumerable<Part> parts) => PolicyFigures.Sum(parts.Select(part => PolicyFigures.Of(part.Kind, part.DeltaMinor)));

    internal sealed record Part(string TenantId, MovementKind? Kind, decimal DeltaMinor);
}

/// <summary>A month in the console's time zone.</summary>
/// <param name="Month">First day.</param>
/// <param name="EndsAt">End, exclusive.</param>
public sealed record PolicyMonth(DateOnly Month, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Currency)
{
    /// <param name="month">First day; the last ended month if null.</param>
    public static async Task<PolicyMonth> Find(DateOnly? month, UnitOfWork work) =>
        (
            await work.One<PolicyMonth>(
                """
                select m.month, m.month::timestamp at time zone r.zone as starts_at, (m.month + interval '1 month') at time zone r.zone as ends_at, r.currency
                  from core.reporting r
                 cross join lateral (select coalesce(@text::date, (date_trunc('month', now() at time zone r.zone) - interval '1 month')::date) as month) m
                """,
                new { text = month?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) }
            )
        )!; // core.reporting always has one row
}
