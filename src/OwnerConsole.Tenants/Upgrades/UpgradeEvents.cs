using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>What the application hears of requests: ids and keys. What people wrote stands under the request itself.</summary>
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
                "It asks for a plan; or an answer to its request was taken back, and it is open again.",
                EventAbout.Tenant,
                new Wanted("", "", [])
            ),
            EventKind.Of(
                Approved,
                "It got a plan that it has asked for, or another instead. What it holds now is told by tenant.plan_changed.",
                EventAbout.Tenant,
                new Got("", "", "")
            ),
            EventKind.Of(
                Rejected,
                "It doesn't get a plan that it has asked for. The reason stands under the request.",
                EventAbout.Tenant,
                new Answered("", "")
            ),
            EventKind.Of(Cancelled, "It doesn't want any more what it has asked for.", EventAbout.Tenant, new Gone("")),
        ];

    public static Message AsRequested(string upgrade, string plan, IReadOnlyList<string> replaces) =>
        Message.Event(Requested, new Wanted(upgrade, plan, replaces));

    public static Message AsApproved(string upgrade, string asked, string plan) => Message.Event(Approved, new Got(upgrade, asked, plan));

    public static Message AsRejected(string upgrade, string plan) => Message.Event(Rejected, new Answered(upgrade, plan));

    public static Message AsCancelled(string upgrade) => Message.Event(Cancelled, new Gone(upgrade));

    internal sealed record Wanted(string Upgrade, string Plan, IReadOnlyList<string> Replaces);

    /// <param name="Plan">that it holds now</param>
    internal sealed record Got(string Upgrade, string Asked, string Plan);

    internal sealed record Answered(string Upgrade, string Plan);

    internal sealed record Gone(string Upgrade);
}
