using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Events about upgrade requests. They contain ids and keys only; text written by people is available from the request itself.</summary>
internal static class UpgradeEvents
{
    public const string Requested = "upgrade.requested",
        Approved = "upgrade.approved",
        Rejected = "upgrade.rejected",
        Cancelled = "upgrade.cancelled";

    public static IEnumerable<EventKind> All =>
        [
            EventKind.Of(
                Requested,
                "A tenant requested a plan, or the answer to its request was undone and the request is open again.",
                EventSubject.Tenant,
                new RequestedPayload("", "", [])
            ),
            EventKind.Of(
                Approved,
                "A tenant's request was approved, for the requested plan or a different one. A tenant.plan_changed event lists its current plans.",
                EventSubject.Tenant,
                new ApprovedPayload("", "", "")
            ),
            EventKind.Of(
                Rejected,
                "A tenant's request was rejected. The reason is available from the request.",
                EventSubject.Tenant,
                new RejectedPayload("", "")
            ),
            EventKind.Of(Cancelled, "A tenant's request was cancelled.", EventSubject.Tenant, new CancelledPayload("")),
        ];

    public static Message AsRequested(string upgrade, string plan, IReadOnlyList<string> replaces) =>
        Message.Event(Requested, new RequestedPayload(upgrade, plan, replaces));

    public static Message AsApproved(string upgrade, string asked, string plan) => Message.Event(Approved, new ApprovedPayload(upgrade, asked, plan));

    public static Message AsRejected(string upgrade, string plan) => Message.Event(Rejected, new RejectedPayload(upgrade, plan));

    public static Message AsCancelled(string upgrade) => Message.Event(Cancelled, new CancelledPayload(upgrade));

    internal sealed record RequestedPayload(string Upgrade, string Plan, IReadOnlyList<string> Replaces);

    /// <param name="Plan">Key of the plan that the tenant got.</param>
    internal sealed record ApprovedPayload(string Upgrade, string RequestedPlan, string Plan);

    internal sealed record RejectedPayload(string Upgrade, string Plan);

    internal sealed record CancelledPayload(string Upgrade);
}
