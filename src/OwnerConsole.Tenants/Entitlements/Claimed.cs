using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Entitlements.Decisions;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What became of a claim.</summary>
/// <param name="Used">in the period that runs, this one included when it was granted</param>
/// <param name="Allows">null for unlimited</param>
/// <param name="ResetsAt">when the period ends; null when it never does</param>
/// <param name="IsRepeated">it was granted before, under the same key, and counted once</param>
/// <param name="Refused">who says the limit; null when it was granted</param>
/// <param name="ReservationId">of the hold, that of the first time when it is repeated; null for what was used at once</param>
/// <param name="Source">who says the limit</param>
/// <param name="Revision">of whatever may change the limit</param>
/// <param name="At">when it was answered, by the database's clock: a hold that is not repeated lasts from then on</param>
public sealed record Claimed(
    decimal Used,
    decimal Reserved,
    decimal? Allows,
    DateTimeOffset? ResetsAt,
    bool IsRepeated,
    Entitled? Refused,
    string? ReservationId,
    LimitSource Source,
    string? SourceId,
    long Revision,
    DateTimeOffset At
)
{
    /// <summary>Of what was used before: so much was burnt from credits.</summary>
    public decimal Burnt { get; private init; }

    /// <param name="happenedAt">null for what is about to happen</param>
    /// <returns>the id of this answer to whoever asked for so much</returns>
    internal string Decision(string tenantId, string feature, decimal asked, SecretBox box, DateTimeOffset? happenedAt = null) =>
        new LimitDecision(tenantId, feature, Refused is null, asked, Used, Reserved, Allows, Source, SourceId, Revision, At, happenedAt).Signed(box);

    /// <summary>What a claim hears of the row that it was added to, or didn't fit.</summary>
    /// <param name="refused">who says the limit; null when it was granted</param>
    /// <param name="before">what was granted under its key; null when that was new</param>
    internal static Claimed Of(Usage row, Waiting one, Entitled? refused, Judgement.Earlier? before, DateTimeOffset at) =>
        Of(row, Claims.Ends(row.PeriodEnd), before is not null, at, refused, before is null ? one.Hold?.ReservationId : before.ReservationId);

    /// <summary>What whoever was let through without a key or a hold hears of the row.</summary>
    internal static Claimed Of(
        Usage row,
        DateTimeOffset? resetsAt,
        bool isRepeated,
        DateTimeOffset at,
        Entitled? refused = null,
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
            row.Source ?? LimitSource.Feature, // a row that is older than the column is made anew before it is claimed of
            row.SourceId,
            row.Revision,
            at
        )
        {
            Burnt = row.Burnt,
        };
}
