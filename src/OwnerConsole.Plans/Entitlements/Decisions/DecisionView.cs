using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Reservations;

namespace OwnerConsole.Plans.Entitlements.Decisions;

/// <summary>Explanation of a decision about a limit: where the limit came from, and what would have allowed the request.</summary>
/// <param name="Id">ID of the decision.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Allowed">Whether the request was allowed.</param>
/// <param name="Requested">Requested amount; negative if it was freed.</param>
/// <param name="Used">Usage in the period at that time, including usage counted by this decision.</param>
/// <param name="Reserved">Reserved amount at that time.</param>
/// <param name="Limit">The limit; null for unlimited, and if the feature isn't counted.</param>
/// <param name="Source">What set the limit.</param>
/// <param name="SourceId">Id of an override, or of a plan with its version, such as <c>pln_…:3</c>; null for the feature's default.</param>
/// <param name="At">Minute of the decision.</param>
/// <param name="Changed">Whether anything that affects the tenant's limits has changed since.</param>
/// <param name="Rules">Everything that set the limit in that minute, deciding source first.</param>
/// <param name="Reservations">Reservations open in that minute, largest first, at most 20.</param>
/// <param name="Claims">Claims with a key in that minute, at most 20.</param>
/// <param name="Now">Answer to the same request now; null if the feature no longer exists.</param>
/// <param name="Upgrades">Plans on sale that would have allowed it, cheapest first; empty if it was allowed.</param>
/// <param name="Credits">Credits spent on the feature in that minute, at most 20.</param>
/// <param name="HappenedAt">When the use happened, if it was reported afterwards and therefore always counted; null otherwise.</param>
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
    IReadOnlyList<DecisionReservation> Reservations,
    IReadOnlyList<DecisionClaim> Claims,
    EntitlementView? Now,
    IReadOnlyList<UpgradeOption> Upgrades,
    IReadOnlyList<DecisionCredit> Credits,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A source that set a tenant's limit.</summary>
/// <param name="Source">What kind of source it is.</param>
/// <param name="SourceId">ID of an override, or of a plan with its version; null for the default.</param>
/// <param name="Plan">Key of the plan; null for other sources.</param>
/// <param name="Allows">What it grants: on, off, a number, unlimited, or a text value; null for a plan that doesn't set the feature.</param>
/// <param name="Decided">Whether this source decided the request.</param>
/// <param name="Since">When it started; null for the default.</param>
/// <param name="Until">When it ended or will end; null if it doesn't end.</param>
/// <param name="Reason">Reason entered by your team; null if there is none.</param>
/// <param name="OpenedBy">Run that created it; null if the application reported it, and for the default.</param>
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

/// <summary>A reservation that was open at that time.</summary>
/// <param name="ReservationId">ID of the reservation.</param>
/// <param name="Amount">Reserved amount.</param>
/// <param name="State">State of the reservation at that time.</param>
public sealed record DecisionReservation(string ReservationId, string Amount, ReservationState State, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt);

/// <summary>A claim that was granted at that time.</summary>
/// <param name="Key">The caller's own key of the claim.</param>
/// <param name="Amount">Granted amount.</param>
/// <param name="ReservationId">Id of the reservation; null if the amount was used at once.</param>
/// <param name="At">When it was granted.</param>
public sealed record DecisionClaim(string Key, string Amount, string? ReservationId, DateTimeOffset At);

/// <summary>Credits that paid for a claim at that time.</summary>
/// <param name="Credit">Id of the credit grant.</param>
/// <param name="Key">The caller's own key of the claim; null if it had none.</param>
/// <param name="Amount">Credits spent.</param>
/// <param name="At">When they were spent.</param>
public sealed record DecisionCredit(string Credit, string? Key, string Amount, DateTimeOffset At);
