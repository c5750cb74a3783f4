namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What became of a claim.</summary>
/// <param name="Used">in the period that runs, this one included when it was granted</param>
/// <param name="Allows">null for unlimited</param>
/// <param name="ResetsAt">when the period ends; null when it never does</param>
/// <param name="IsRepeated">it was granted before, under the same key, and counted once</param>
/// <param name="Refused">who says the limit; null when it was granted</param>
/// <param name="ReservationId">of the hold, that of the first time when it is repeated; null for what was used at once</param>
/// <param name="At">when it was answered, by the database's clock: a hold that is not repeated lasts from then on</param>
public sealed record Claimed(
    decimal Used,
    decimal Reserved,
    decimal? Allows,
    DateTimeOffset? ResetsAt,
    bool IsRepeated,
    Entitled? Refused,
    string? ReservationId,
    DateTimeOffset At
);
