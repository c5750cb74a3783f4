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
    /// <param name="restatement">Restatement to apply to these tenants; null to keep all closed months.</param>
    public static async Task Rebuild(IReadOnlyList<string> ids, UnitOfWork work, PendingRestatement? restatement = null)
    {
        await ClosedMonths.Lock(work);
        await work.ClearStale(ids);
        var closed = await ClosedMonths.Find(work);
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
        var booked = await BookedMovements.Find(ids, closed, work);
        var subscriptions = await SubscriptionMrrRecords.FindChanges(ids, work);
        var conversion = await LoadConversion(items, prices, subscriptions, work);

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
        var kept = restatement is null ? closed : closed with { Reporting = restatement.StartsAt };
        // Without a rate, nothing of a tenant is converted, so nothing is known about its closed months.
        var rebuilt = ids.ToLookup(
            id => converted[id].Currencies.All(mrr => mrr.MissingDay is null),
            id => (Id: id, Movements: converted[id].Movements, Booked: new BookedMovements(booked[id]))
        );
        List<TenantMovements> known = [.. rebuilt[true].Select(one => TenantMovements.Of(one.Id, one.Movements, one.Booked, closed, kept, restatement))];
        List<TenantMovements> unknown =
        [
            .. rebuilt[false].Select(one => TenantMovements.Of(one.Id, one.Movements, one.Booked, closed, closed, null) with { Differences = [] }),
        ];
        if (closed.Other is not null) // otherwise there is nothing to compare
            Differences.Replace(ids, closed.Currency, known.SelectMany(tenant => tenant.Differences), work);
        if (restatement is not null)
            restatement.StoreChanges(known.SelectMany(tenant => tenant.Changes), work);
        await Replace(known, kept, work);
        await Replace(unknown, closed, work);
        await Conversions.Store(converted, work);
        await MonthlyMrrRollup.DeleteEmptyCells(work);
    }

    /// <summary>Loads the exchange rates that these tenants need, if any pays in another currency than the reporting currency.</summary>
    private static Task<MrrConversion> LoadConversion(
        IReadOnlyList<Item> items,
        IReadOnlyList<Price> prices,
        ILookup<string, SubscriptionChange> subscriptions,
        UnitOfWork work
    )
    {
        var paid = items.Select(item => (item.Plan, item.Currency)).ToHashSet();
        var changes = subscriptions.SelectMany(changes => changes).ToList();
        return ExchangeRateRecords.LoadConversion(
            prices
                .Where(price => paid.Contains((price.Plan, price.Currency)) || price.Place == 0 && paid.Contains((price.Plan, null)))
                .Select(price => price.Currency)
                .Concat(changes.Select(change => change.Currency)),
            work,
            items.Select(item => (DateTimeOffset?)item.FromAt).Concat(changes.Select(change => (DateTimeOffset?)change.At)).Min()
        );
    }

    private static SubscriptionHistory History(IEnumerable<Item> items, IEnumerable<Stage> stages) =>
        new(
            [.. items.Select(item => new SubscriptionItem(item.Plan, item.Quantity, item.FromAt, item.ToAt, item.TakenAt, item.Currency, item.Interval))],
            [.. stages.Select(stage => new StageInterval(Of(stage.Lifecycle), stage.FromAt, stage.ToAt))]
        );

    /// <summary>Replaces the movements. Identical rows are kept with the time they were recorded, and the monthly sums are updated by the difference.</summary>
    /// <param name="closed">Closed months, which are kept.</param>
    private static async Task Replace(List<TenantMovements> tenants, ClosedMonths closed, UnitOfWork work)
    {
        if (tenants.Count == 0)
            return;
        await work.Execute(
            $"""
            with due as (
              select r.tenant_id, r.currency, r.at, r.kind, r.plan, t.mode, r.reason, r.delta_minor, r.constant_minor
                from jsonb_to_recordset(@rows)
                  r(tenant_id text, currency text, at timestamptz, kind text, plan text, reason text, delta_minor numeric, constant_minor numeric)
                join core.tenants t using (tenant_id)),
            gone as (
              delete from movements.movements m
               where m.tenant_id = any(@ids) and m.at >= {ClosedMonths.Until}
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
                ids = tenants.Select(tenant => tenant.Id).ToArray(),
                closed.Currency,
                closed.Reporting,
                closed.Other,
                rows = Json.Element(
                    tenants.SelectMany(tenant => tenant.Due.SelectMany(movement => movement.Parts.Select(part => Row.Of(tenant.Id, movement, part)))).ToArray()
                ),
            }
        );
    }

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

    /// <summary>What is written for a tenant.</summary>
    /// <param name="Due">Movements in open months, including adjustments.</param>
    /// <param name="Differences">Differences of its closed months that remain.</param>
    /// <param name="Changes">Changes of its closed months by a restatement.</param>
    private sealed record TenantMovements(
        string Id,
        IReadOnlyList<Movement> Due,
        IEnumerable<TenantDifference> Differences,
        IEnumerable<TenantDifference> Changes
    )
    {
        /// <param name="closed">Closed months.</param>
        /// <param name="kept">Closed months that aren't rewritten.</param>
        public static TenantMovements Of(
            string id,
            IReadOnlyList<Movement> movements,
            BookedMovements booked,
            ClosedMonths closed,
            ClosedMonths kept,
            PendingRestatement? restatement
        )
        {
            // The reporting currency and the other ones have different closed months.
            IReadOnlyList<Movement> due =
            [
                .. new[] { true, false }.SelectMany(isReporting =>
                    Mrr.UnbookedMovements(
                        [.. movements.Where(movement => movement.Currency == closed.Currency == isReporting)],
                        isReporting ? kept.Reporting : kept.Other,
                        booked.Sum(isReporting, restatement?.Month)
                    )
                ),
            ];
            if (closed.Reporting is null)
                return new(id, due, [], []);
            var before = booked.ByMonth.ToList();
            IReadOnlyList<MonthlyMrr> after = restatement is null
                ? before
                : [.. before.Where(sum => sum.Month < restatement.Month), .. Movements.Differences.ByMonth(due, closed)];
            return new(
                id,
                due,
                MonthlyMrr.Differences(Movements.Differences.ByMonth(movements, closed), after).Select(sum => TenantDifference.Of(id, sum)),
                restatement is null ? [] : MonthlyMrr.Differences(after, before).Select(sum => TenantDifference.Of(id, sum))
            );
        }
    }

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
