using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>An upgrade request in API responses.</summary>
/// <param name="Plan">Key of the requested plan.</param>
/// <param name="Replaces">Keys of the plans it replaces.</param>
/// <param name="Reason">Reason given by the requester.</param>
/// <param name="ApprovedPlan">Key of the plan the tenant got; null unless the request was approved.</param>
/// <param name="Answer">Message about the decision, to be shown to the tenant's members.</param>
/// <param name="RunId">Run that answered the request; null while it is open and when it was cancelled.</param>
public sealed record UpgradeView(
    string Id,
    string TenantId,
    string Plan,
    IReadOnlyList<string> Replaces,
    string? Reason,
    string RequestedBy,
    DateTimeOffset OpenedAt,
    UpgradeState State,
    string? ApprovedPlan,
    string? Answer,
    string? RunId,
    DateTimeOffset? ClosedAt
)
{
    public static UpgradeView Of(UpgradeRequest request) =>
        new(
            request.UpgradeId,
            request.TenantId,
            request.Plan,
            request.Replaces,
            request.Reason,
            request.RequestedBy,
            request.OpenedAt,
            request.State,
            request.ApprovedPlan,
            request.Answer,
            request.State is UpgradeState.Cancelled ? null : request.ClosedBy,
            request.ClosedAt
        );
}

/// <summary>Body of a new upgrade request.</summary>
/// <param name="Plan">Key of the requested plan.</param>
/// <param name="Replaces">Keys of the plans it replaces; empty for none. Defaults to the tenant's only plan.</param>
/// <param name="Reason">Reason given by the requester, at most 2,000 characters.</param>
/// <param name="Member">Member who requests the plan: the console's id, or ext: followed by your own id. Omit when your application requests it.</param>
public sealed record UpgradeRequestInput(string Plan, IReadOnlyList<string>? Replaces = null, string? Reason = null, string? Member = null);
