using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning.Public;

/// <summary>Tabs of the page Dunning.</summary>
public static class DunningTabs
{
    public static IReadOnlyList<PageTab> All { get; } =
    [new("Unpaid invoices", DunningRoutes.Address, DunningRoutes.Read), new("Campaigns", DunningCampaignRoutes.Address, DunningCampaignRoutes.Permission)];
}
