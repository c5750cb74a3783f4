namespace OwnerConsole.Tenants.Entitlements.Decisions;

/// <summary>An answer to whoever asked whether a tenant may use something: what decided it, and what would have allowed it.</summary>
/// <param name="Feature">its key</param>
/// <param name="Requested">so much was asked for; less than 0 where so much was freed</param>
/// <param name="Used">in the period that ran then; what was counted by this answer is in it</param>
/// <param name="Reserved">held then</param>
/// <param name="Limit">null for unlimited, and for what isn't counted</param>
/// <param name="SourceId">an override's id, or a plan's id and its version as <c>pln_…:3</c>; null where the feature itself said it</param>
/// <param name="At">the minute of the answer</param>
/// <param name="Changed">something that may change what the tenant may use has changed since</param>
/// <param name="Rules">all that said anything of it in that minute, what decides first</param>
/// <param name="Reservations">held in that minute, the largest first; 20 at most</param>
/// <param name="Claims">counted or held under a key in that minute; 20 at most</param>
/// <param name="Now">what the same question would be answered now; null when there is no such feature any more</param>
/// <param name="Upgrades">plans that are sold today and would have allowed it, the cheapest first; none for what was allowed</param>
/// <param name="Credits">that were spent on the feature in that minute; 20 at most</param>
/// <param name="HappenedAt">when it had happened: then it was counted in any case; null for what was about to happen</param>
public sealed record DecisionView(
    string Id,
    string TenantId,
    string Feature,
    bool Allowed,
    string Requested,
    string Used,
    string Reserved,
    string? Limit,
    LimitSource Source,
    string? SourceId,
    DateTimeOffset At,
    bool Changed,
    IReadOnlyList<DecisionRule> Rules,
    IReadOnlyList<HeldThen> Reservations,
    IReadOnlyList<ClaimedThen> Claims,
    EntitlementView? Now,
    IReadOnlyList<Upgrade> Upgrades,
    IReadOnlyList<PaidThen> Credits,
    DateTimeOffset? HappenedAt = null
);

/// <summary>What said how much a tenant may use.</summary>
/// <param name="Plan">its key; null for what is no plan</param>
/// <param name="Allows">on or off, a number or unlimited, or a value; null for a plan that says nothing of the feature</param>
/// <param name="Decided">this one was held against what was asked</param>
/// <param name="Since">null for what everybody has</param>
/// <param name="Until">when it ended, or will; null for no end</param>
/// <param name="Reason">in the owner's words; null where there is none</param>
/// <param name="OpenedBy">the run that decided it; null for what the application reported, and for what everybody has</param>
public sealed record DecisionRule(
    LimitSource Source,
    string? SourceId,
    string? Plan,
    string? Allows,
    bool Decided,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string? Reason,
    string? OpenedBy
);

/// <summary>A reservation that held something then.</summary>
public sealed record HeldThen(string ReservationId, string Amount, ReservationState State, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt);

/// <summary>A claim that was granted then.</summary>
/// <param name="Key">the caller's own for it</param>
/// <param name="ReservationId">null for what was used at once</param>
public sealed record ClaimedThen(string Key, string Amount, string? ReservationId, DateTimeOffset At);

/// <summary>Credits that paid for a claim then.</summary>
/// <param name="Credit">the grant's id</param>
/// <param name="Key">the caller's own for the claim; null where it had none</param>
public sealed record PaidThen(string Credit, string? Key, string Amount, DateTimeOffset At);
