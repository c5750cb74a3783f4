using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>The unpublished next version of a plan.</summary>
/// <param name="PlanId">ID of the plan.</param>
/// <param name="Price">Price per billing interval; null for a free plan.</param>
/// <param name="Interval">Billing interval; null for a free plan.</param>
/// <param name="OtherPrices">Additional prices, for another interval or in another currency.</param>
/// <param name="TrialDays">Length of the trial in days; null without one.</param>
/// <param name="Limits">Limits by feature.</param>
/// <param name="ChangedAt">Time of the last change.</param>
public sealed record PlanDraft(
    string PlanId,
    Money Price,
    PlanInterval Interval,
    IReadOnlyList<PlanPrice> OtherPrices,
    int TrialDays,
    IReadOnlyList<FeatureLimit> Limits,
    DateTimeOffset ChangedAt
)
{
    /// <returns>The drafts by plan; plans without a draft are left out.</returns>
    public static async Task<IReadOnlyDictionary<string, PlanDraft>> Find(IReadOnlyList<string> plans, UnitOfWork work) =>
        (
            await work.List<Row>(
                "select plan_id, amount, currency, interval, other_prices, trial_days, limits, opened_at from plans.drafts where plan_id = any(@plans) and closed_by is null",
                new { plans }
            )
        ).ToDictionary(
            row => row.PlanId,
            row => new PlanDraft(
                row.PlanId,
                new(row.Amount, row.Currency),
                row.Interval,
                Json.Read<IReadOnlyList<PlanPrice>>(row.OtherPrices, "other_prices"),
                row.TrialDays,
                Json.Read<IReadOnlyList<FeatureLimit>>(row.Limits, "limits"),
                row.OpenedAt
            ),
            StringComparer.Ordinal
        );

    private sealed record Row(
        string PlanId,
        long Amount,
        string Currency,
        PlanInterval Interval,
        JsonElement OtherPrices,
        int TrialDays,
        JsonElement Limits,
        DateTimeOffset OpenedAt
    );
}
