using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>One version of a plan, with the number of tenants on it.</summary>
/// <param name="Number">Number of the version.</param>
/// <param name="Since">Time it was published.</param>
/// <param name="Price">Price per billing interval; null for a free plan.</param>
/// <param name="Interval">Billing interval; null for a free plan.</param>
/// <param name="OtherPrices">Additional prices, for another interval or in another currency.</param>
/// <param name="TrialDays">Length of the trial in days; null without one.</param>
/// <param name="Limits">Limits by feature.</param>
/// <param name="IsSold">Whether this is the current version, which new subscribers get.</param>
/// <param name="IsReverted">Whether an undo withdrew this version, so no tenant is on it.</param>
/// <param name="ToAll">Whether it was rolled out to all existing subscribers.</param>
/// <param name="RolloutAt">Time of the rollout to existing subscribers, when one was scheduled.</param>
/// <param name="Tenants">Number of tenants on this version, paid or granted.</param>
/// <param name="Monthly">What these tenants pay per month, by currency; trials and grants pay nothing.</param>
public sealed record PlanVersion(
    int Number,
    DateTimeOffset Since,
    Money Price,
    PlanInterval Interval,
    IReadOnlyList<PlanPrice> OtherPrices,
    int TrialDays,
    IReadOnlyList<FeatureLimit> Limits,
    bool IsSold,
    bool IsReverted,
    bool ToAll,
    DateTimeOffset? RolloutAt,
    long Tenants,
    IReadOnlyList<Money> Monthly
)
{
    internal IReadOnlyList<PlanPrice> Prices => [new(Price, Interval), .. OtherPrices];

    /// <returns>The versions, newest first.</returns>
    public static async Task<IReadOnlyList<PlanVersion>> Find(string planId, Mode mode, UnitOfWork work) =>
        await Find(planId, await PlanHolderCounts.Load(planId, mode, work), work);

    /// <inheritdoc cref="Find(string, Mode, UnitOfWork)"/>
    internal static async Task<IReadOnlyList<PlanVersion>> Find(string planId, PlanHolderCounts held, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            """
            select distinct on (t.number) t.number, min(t.opened_at) over n as since, t.amount, t.currency, t.interval, t.other_prices, t.trial_days,
                   bool_or(t.closed_by is null) over n as is_sold, bool_and(t.withdrawn) over n as is_reverted,
                   bool_or(t.rollout = 'all' and not t.withdrawn) over n as to_all, max(t.rollout_at) filter (where not t.withdrawn) over n as rollout_at,
                   (select coalesce(jsonb_agg(jsonb_build_object('feature', l.feature, 'allows', l.allows) order by l.feature collate "C"), '[]')
                      from plans.limits l where l.plan_id = t.plan_id and l.number = t.number) as granted
              from plans.versions t
             where t.plan_id = @planId
            window n as (partition by t.number)
             order by t.number desc
            """,
            new { planId }
        );
        return
        [
            .. rows.Select(row => new PlanVersion(
                row.Number,
                row.Since,
                row.Price,
                row.Interval,
                row.Other,
                row.TrialDays,
                Json.Read<IReadOnlyList<FeatureLimit>>(row.Granted, "limits"),
                row.IsSold,
                row.IsReverted,
                row.ToAll,
                row.RolloutAt,
                held.Tenants(row.Number),
                held.Monthly(row.Number)
            )),
        ];
    }

    private sealed record Row(
        int Number,
        DateTimeOffset Since,
        long Amount,
        string Currency,
        PlanInterval Interval,
        JsonElement OtherPrices,
        int TrialDays,
        bool IsSold,
        bool IsReverted,
        bool ToAll,
        DateTimeOffset? RolloutAt,
        JsonElement Granted
    )
    {
        public Money Price => new(Amount, Currency);

        public IReadOnlyList<PlanPrice> Other => Json.Read<IReadOnlyList<PlanPrice>>(OtherPrices, "other_prices");
    }
}
