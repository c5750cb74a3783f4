namespace OwnerConsole.Tenants.Upgrades.Public;

/// <summary>A tenant's request for a plan.</summary>
/// <param name="Plan">the key of what is asked for</param>
/// <param name="Replaces">keys of the plans that it gives up for it; none where it comes on top</param>
/// <param name="Reason">in the words of whoever asked; null where they gave none, or are anonymised</param>
/// <param name="AskedBy">a person of the tenant, a key or somebody of the team</param>
/// <param name="Given">the key of the plan that it got; null unless it was approved</param>
/// <param name="Answer">why it was answered so, in words for the tenant</param>
/// <param name="ClosedBy">the run that answered it; who did so where it was cancelled; null while it is open</param>
public sealed record UpgradeRequest(
    string UpgradeId,
    string TenantId,
    string Plan,
    string[] Replaces,
    string? Reason,
    string AskedBy,
    DateTimeOffset OpenedAt,
    UpgradeState State,
    string? Given,
    string? Answer,
    string? ClosedBy,
    DateTimeOffset? ClosedAt
);
