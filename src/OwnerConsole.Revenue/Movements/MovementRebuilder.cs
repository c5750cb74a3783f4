using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Rates.Public;

namespace OwnerConsole.Revenue.Movements;

/// <summary>
/// Rewrites the movements of tenants from their current facts: from their subscriptions if they have any at a payment provider, else from the prices of their
/// plans. Closed months are kept; differences are booked in open months.
/// </summary>
internal static class MovementRebuilder
{
    public static async Task Rebuild(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await work.Execute("select 1 from movements.settings for no key update"); // prevents closing a month in the meantime; locked first to avoid deadlocks
        await work.ClearStale(ids);
        await work.Execute(SetConstantDay);
        var closed = (await work.One<ClosedMonths>(FindClosed))!; // an aggregate always returns a row
        var items = await work.List<Item>(
            "select tenant_id, plan, quantity, from_at, to_at, taken_at, currency, interval from core.plan_items where tenant_id = any(@ids)",
            new { ids }
        );
        var stages = await work.List<Stage>("select tenant_id, lifecycle, from_at, to_at from core.lifecycles where tenant_id = any(@ids)", new { ids });
        var prices = await work.List<Price>(
            """
            select plan, amount, currency, unit, units, from_at, case when rollout_at <= now() then greatest(rollout_at, from_at) end as holders_from, withdrawn_at, place
              from core.plan_prices
             where plan = any(@plans)
            """,
            new { plans = items.Select(item => item.Plan).Distinct(StringComparer.Ordinal).ToArray() }
        );
        var booked = await SumBooked(ids, closed, work);
        var subscriptions = await SubscriptionMrrRecords.FindChanges(ids, work);
        var conversion = await ExchangeRateRecords.LoadConversion(
            prices.Select(price => price.Currency).Concat(subscriptions.SelectMany(changes => changes).Select(change => change.Currency)),
            work
        );

        var (held, stood) = (items.ToLookup(item => item.TenantId), stages.ToLookup(stage => stage.TenantId));
        var cost = prices.ToLookup(
            price => price.Plan,
            price => new EffectivePrice(
                price.Plan,
                new(new(price.Amount, price.Currency), price.Unit, price.Units),
                price.FromAt,
                price.HoldersFrom,
                price.WithdrawnAt,
                price.Place
            )
        );
        var converted = ids.ToDictionary(
            id => id,
            id =>
                subscriptions.Contains(id) ? Mrr.Movements([.. subscriptions[id]], conversion) : Mrr.Movements(History(held[id], stood[id]), cost, conversion),
            StringComparer.Ordinal
        );
        var rows = ids.SelectMany(id =>
            Unbooked(converted[id].Movements, closed, [.. booked[id]]).SelectMany(movement => movement.Parts.Select(part => Row.Of(id, movement, part)))
        );
        await Replace(ids, closed, [.. rows], work);
        await Conversions.Store(converted, work);
        await MonthlyMrrRollup.DeleteEmptyCells(work);
    }

    /// <summary>Ends of the closed months. Months that were closed in another reporting currency are open in the current one.</summary>
    private const string FindClosed = """
        select r.currency, max(c.until_at) filter (where c.currency = r.currency) as reporting, max(c.until_at) as other
          from core.reporting r left join movements.closings c on c.closed_by is null
         group by r.currency
        """;

    /// <summary>Chooses the day of constant currency, once: the first day of the year, or the first one with rates.</summary>
    private const string SetConstantDay = """
        update movements.settings s set constant_day = d.day
          from (select greatest(min(e.day), date_trunc('year', now() at time zone r.zone)::date) as day
                  from core.reporting r join rates.exchange_rates e on e.closed_by is null and e.day between date_trunc('year', now() at time zone r.zone)::date - 7 and now()
                 group by r.zone) d
         where s.constant_day is null
        """;

    /// <returns>Movements to book, where the reporting currency and the other ones have different closed months.</returns>
    private static IEnumerable<Movement> Unbooked(IReadOnlyList<Movement> movements, ClosedMonths closed, IReadOnlyList<Sum> booked) =>
        new[] { true, false }.SelectMany(isReporting =>
            Mrr.UnbookedMovements(
                [.. movements.Where(movement => movement.Currency == closed.Currency == isReporting)],
                isReporting ? closed.Reporting : closed.Other,
                booked
                    .Where(sum => sum.Currency == closed.Currency == isReporting)
                    .ToDictionary(sum => (sum.Currency, sum.Plan), sum => new BookedMrr(sum.Minor, sum.Constant))
            )
        );

    private static SubscriptionHistory History(IEnumerable<Item> items, IEnumerable<Stage> stages) =>
        new(
            [.. items.Select(item => new SubscriptionItem(item.Plan, item.Quantity, item.FromAt, item.ToAt, item.TakenAt, item.Currency, item.Interval))],
            [.. stages.Select(stage => new StageInterval(Of(stage.Lifecycle), stage.FromAt, stage.ToAt))]
        );

    private static async Task<ILookup<string, Sum>> SumBooked(IReadOnlyList<string> ids, ClosedMonths closed, UnitOfWork work) =>
        (
            closed.Other is null
                ? []
                : await work.List<Sum>(
                    $"""
                    select m.tenant_id, m.currency, m.plan, sum(m.delta_minor) as minor, sum(coalesce(m.constant_minor, m.delta_minor)) as constant
                      from movements.movements m
                     where m.tenant_id = any(@ids) and m.at < {ClosedUntil}
                     group by m.tenant_id, m.currency, m.plan
                    """,
                    new
                    {
                        ids,
                        closed.Currency,
                        closed.Reporting,
                        closed.Other,
                    }
                )
        ).ToLookup(sum => sum.TenantId);

    /// <summary>End of the closed months for a row <c>m</c>.</summary>
    private const string ClosedUntil = "coalesce(case when m.currency = @Currency then @Reporting else @Other end, '-infinity')";

    /// <summary>Replaces the movements. Identical rows are kept with the time they were recorded, and the monthly sums are updated by the difference.</summary>
    private static Task Replace(IReadOnlyList<string> ids, ClosedMonths closed, IReadOnlyList<Row> rows, UnitOfWork work) =>
        work.Execute(
            $"""
            with due as (
              select r.tenant_id, r.currency, r.at, r.kind, r.plan, t.mode, r.reason, r.delta_minor, r.constant_minor
                from jsonb_to_recordset(@rows)
                  r(tenant_id text, currency text, at timestamptz, kind text, plan text, reason text, delta_minor numeric, constant_minor numeric)
                join core.tenants t using (tenant_id)),
            gone as (
              delete from movements.movements m
               where m.tenant_id = any(@ids) and m.at >= {ClosedUntil}
                 and not exists (select 1 from due d where {RowsMatch})
              returning m.mode, m.currency, m.at, m.kind, m.plan, -m.delta_minor as delta_minor, -m.constant_minor as constant_minor, -1 as n),
            came as (
              insert into movements.movements (tenant_id, currency, at, kind, plan, mode, reason, delta_minor, constant_minor)
              select d.tenant_id, d.currency, d.at, d.kind, d.plan, d.mode, d.reason, d.delta_minor, d.constant_minor
                from due d
               where not exists (select 1 from movements.movements m where {RowsMatch})
                 and (select count(*) from gone) >= 0 -- forces PostgreSQL to delete first
              returning mode, currency, at, kind, plan, delta_minor, constant_minor, 1 as n)
            {MonthlyMrrRollup.AddSql("select * from gone union all select * from came")}
            """,
            new
            {
                ids,
                closed.Currency,
                closed.Reporting,
                closed.Other,
                rows = Json.Element(rows),
            }
        );

    private const string RowsMatch = """
        m.tenant_id = d.tenant_id and m.currency = d.currency and m.at = d.at and m.kind = d.kind and m.plan = d.plan
          and m.delta_minor = d.delta_minor and m.constant_minor is not distinct from d.constant_minor and m.reason is not distinct from d.reason
        """;

    private static CustomerStage Of(TenantLifecycle lifecycle) =>
        lifecycle switch
        {
            TenantLifecycle.Trial => CustomerStage.Trial,
            TenantLifecycle.Active => CustomerStage.Active,
            _ => CustomerStage.Over,
        };

    internal sealed record Item(
        string TenantId,
        string Plan,
        int Quantity,
        DateTimeOffset FromAt,
        DateTimeOffset? ToAt,
        DateTimeOffset? TakenAt,
        string? Currency,
        PeriodUnit? Interval
    );

    internal sealed record Stage(string TenantId, TenantLifecycle Lifecycle, DateTimeOffset FromAt, DateTimeOffset? ToAt);

    internal sealed record Price(
        string Plan,
        long Amount,
        string Currency,
        PeriodUnit Unit,
        int Units,
        DateTimeOffset FromAt,
        DateTimeOffset? HoldersFrom,
        DateTimeOffset? WithdrawnAt,
        int Place
    );

    internal sealed record Sum(string TenantId, string Currency, string Plan, decimal Minor, decimal Constant);

    /// <param name="Currency">The reporting currency.</param>
    /// <param name="Reporting">End of the last month closed in it; null if there is none.</param>
    /// <param name="Other">End of the last closed month, for movements in other currencies.</param>
    internal sealed record ClosedMonths(string Currency, DateTimeOffset? Reporting, DateTimeOffset? Other);

    private sealed record Row(
        string TenantId,
        string Currency,
        DateTimeOffset At,
        MovementKind Kind,
        string Plan,
        string? Reason,
        decimal DeltaMinor,
        decimal? ConstantMinor
    )
    {
        public static Row Of(string id, Movement movement, MovementPart part) =>
            new(id, movement.Currency, movement.At, movement.Kind, part.Plan, movement.Reason, part.Delta, part.Constant == part.Delta ? null : part.Constant);
    }
}
