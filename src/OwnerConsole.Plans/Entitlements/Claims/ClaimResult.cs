using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Decisions;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Result of a claim.</summary>
/// <param name="Used">Usage in the current period, including this claim if it was granted.</param>
/// <param name="Allows">The limit; null for unlimited.</param>
/// <param name="ResetsAt">End of the period; null if it never ends.</param>
/// <param name="IsRepeated">Whether the claim was granted before under the same key, and counted only once.</param>
/// <param name="Refused">Limit that refused the claim; null if it was granted.</param>
/// <param name="ReservationId">Id of the reservation, the original one if the claim is repeated; null if the amount was used at once.</param>
/// <param name="Source">Where the limit comes from.</param>
/// <param name="Revision">Revision of the tenant's limits.</param>
/// <param name="At">Time of the answer, by the database's clock; a new reservation lasts from this time.</param>
public sealed record ClaimResult(
    decimal Used,
    decimal Reserved,
    decimal? Allows,
    DateTimeOffset? ResetsAt,
    bool IsRepeated,
    FeatureEntitlement? Refused,
    string? ReservationId,
    LimitSource Source,
    string? SourceId,
    long Revision,
    DateTimeOffset At
)
{
    /// <summary>Part of the previous usage that was paid from credits.</summary>
    public decimal Burnt { get; private init; }

    /// <param name="happenedAt">When the use happened; null if it is about to happen.</param>
    /// <returns>The id of the decision about the requested amount.</returns>
    internal string DecisionId(string tenantId, string feature, decimal asked, SecretBox box, DateTimeOffset? happenedAt = null) =>
        new LimitDecision(tenantId, feature, Refused is null, asked, Used, Reserved, Allows, Source, SourceId, Revision, At, happenedAt).Sign(box);

    /// <summary>Result of a claim that was added to a row or did not fit.</summary>
    /// <param name="refused">Limit that refused the claim; null if it was granted.</param>
    /// <param name="before">Claim granted earlier under the same key; null if the key is new.</param>
    internal static ClaimResult Of(FeatureUsage row, PendingClaim one, FeatureEntitlement? refused, ClaimDecision.EarlierClaim? before, DateTimeOffset at) =>
        Of(row, ClaimProcessor.ResetsAt(row.PeriodEnd), before is not null, at, refused, before is null ? one.Hold?.ReservationId : before.ReservationId);

    /// <summary>Result of a use that was granted without a key or a reservation.</summary>
    internal static ClaimResult Of(
        FeatureUsage row,
        DateTimeOffset? resetsAt,
        bool isRepeated,
        DateTimeOffset at,
        FeatureEntitlement? refused = null,
        string? reservationId = null
    ) =>
        new(
            row.Used,
            row.Reserved,
            row.Allows,
            resetsAt,
            isRepeated,
            refused,
            reservationId,
            row.Source ?? LimitSource.Feature, // Rows older than the column are rewritten before they are claimed from.
            row.SourceId,
            row.Revision,
            at
        )
        {
            Burnt = row.Burnt,
        };
}
