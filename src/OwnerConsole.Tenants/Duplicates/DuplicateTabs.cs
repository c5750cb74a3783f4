using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Tabs of the page Duplicates.</summary>
public static class DuplicateTabs
{
    public const string OfMembers = "/duplicates",
        OfTenants = "/duplicates/tenants";

    public static IReadOnlyList<PageTab> All { get; } = [new("Users", OfMembers, DuplicateRoutes.Read), new("Tenants", OfTenants, DuplicateRoutes.Read)];

    /// <returns>Address of the tab with pairs of a kind.</returns>
    public static string Of(DuplicateKind kind) => kind is DuplicateKind.Member ? OfMembers : OfTenants;

    /// <returns>Address of the tab with the open pairs of one member or tenant.</returns>
    public static string Of(DuplicateKind kind, string recordId) => $"{Of(kind)}?record={Uri.EscapeDataString(recordId)}";
}
