using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Identity;

/// <summary>Deletes portal sessions one day after they ended.</summary>
public sealed class PortalUpkeep(Database database) : RetentionPolicy(database)
{
    public override string Key => "portal_sessions";

    public override string Name => "portal.upkeep";

    public override string Title => "Delete ended portal sessions";

    public override string Kind => "Portal sessions";

    public override string Description => "Sessions of the portal, one day after they ended.";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("core.portal_sessions", "r.opened_at", _ => "coalesce(r.ends_at, r.link_until) < now() - interval '1 day'")
        {
            Member = "r.member_id",
            AgeIndexes = [],
        },
    ];
}
