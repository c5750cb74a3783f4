using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Trust.Team;

/// <summary>Tabs of the team page.</summary>
internal static class TeamTabs
{
    public static IReadOnlyList<PageTab> All { get; } =
    [new("Team members", TeamRoutes.Address, TeamRoutes.Read), new("Roles", RoleRoutes.Address, TeamRoutes.Read)];
}
