using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>A request for a plan, as the API shows it.</summary>
/// <param name="Plan">the key of what is asked for</param>
/// <param name="Replaces">keys of the plans that it gives up for it</param>
/// <param name="Reason">in the words of whoever asked</param>
/// <param name="Given">the key of the plan that it got; null unless it was approved</param>
/// <param name="Answer">why it was answered so: show it to the tenant's people</param>
/// <param name="RunId">the run that answered it; null while it is open, and where it was cancelled</param>
public sealed record UpgradeView(
    string Id,
    string TenantId,
    string Plan,
    IReadOnlyList<string> Replaces,
    string? Reason,
    string AskedBy,
    DateTimeOffset OpenedAt,
    UpgradeState State,
    string? Given,
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
            request.AskedBy,
            request.OpenedAt,
            request.State,
            request.Given,
            request.Answer,
            request.State is UpgradeState.Cancelled ? null : request.ClosedBy,
            request.ClosedAt
        );
}

/// <summary>What a tenant asks for.</summary>
/// <param name="Plan">its key</param>
/// <param name="Replaces">keys of the plans it gives up; empty for none. Where it is left out, the only plan that it holds</param>
/// <param name="Reason">in the words of whoever asks, 2000 characters at most</param>
/// <param name="Member">who of the tenant asks: the console's id, or ext: and your own; left out where it is the application</param>
public sealed record UpgradeAsked(string Plan, IReadOnlyList<string>? Replaces = null, string? Reason = null, string? Member = null);
