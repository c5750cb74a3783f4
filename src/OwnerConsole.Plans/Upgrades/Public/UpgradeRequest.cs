namespace OwnerConsole.Plans.Upgrades.Public;

/// <summary>A tenant's request for a plan.</summary>
/// <param name="Plan">Key of the requested plan.</param>
/// <param name="Replaces">Keys of the plans it replaces; empty when it is added to the current plans.</param>
/// <param name="Reason">Reason given by the requester; null when there is none or the requester was anonymised.</param>
/// <param name="RequestedBy">The requester: a member of the tenant, an API key or a team member.</param>
/// <param name="ApprovedPlan">Key of the plan the tenant got; null unless the request was approved.</param>
/// <param name="Answer">Message to the tenant about the decision.</param>
/// <param name="ClosedBy">Run that answered the request, or the id of who cancelled it; null while it is open.</param>
public sealed record UpgradeRequest(
    string UpgradeId,
    string TenantId,
    string Plan,
    string[] Replaces,
    string? Reason,
    string RequestedBy,
    DateTimeOffset OpenedAt,
    UpgradeState State,
    string? ApprovedPlan,
    string? Answer,
    string? ClosedBy,
    DateTimeOffset? ClosedAt
);
