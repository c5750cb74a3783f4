using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Upgrades;

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
                EventAbout.Tenant,
                new Wanted("", "", [])
            ),
            EventKind.Of(
                Approved,
                "A tenant's request was approved, for the requested plan or a different one. A tenant.plan_changed event lists its current plans.",
                EventAbout.Tenant,
                new Got("", "", "")
            ),
            EventKind.Of(Rejected, "A tenant's request was rejected. The reason is available from the request.", EventAbout.Tenant, new Answered("", "")),
            EventKind.Of(Cancelled, "A tenant's request was cancelled.", EventAbout.Tenant, new Gone("")),
        ];

    public static Message AsRequested(string upgrade, string plan, IReadOnlyList<string> replaces) =>
        Message.Event(Requested, new Wanted(upgrade, plan, replaces));

    public static Message AsApproved(string upgrade, string asked, string plan) => Message.Event(Approved, new Got(upgrade, asked, plan));

    public static Message AsRejected(string upgrade, string plan) => Message.Event(Rejected, new Answered(upgrade, plan));

    public static Message AsCancelled(string upgrade) => Message.Event(Cancelled, new Gone(upgrade));

    internal sealed record Wanted(string Upgrade, string Plan, IReadOnlyList<string> Replaces);

    /// <param name="Plan">Key of the plan that the tenant got.</param>
    internal sealed record Got(string Upgrade, string Asked, string Plan);

    internal sealed record Answered(string Upgrade, string Plan);

    internal sealed record Gone(string Upgrade);
}
