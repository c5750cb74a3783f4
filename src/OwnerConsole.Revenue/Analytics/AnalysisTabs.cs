using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Analytics.Attributions;
using OwnerConsole.Revenue.Analytics.Concentrations;
using OwnerConsole.Revenue.Analytics.LifetimeValues;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>Tabs of the page Analysis.</summary>
internal static class AnalysisTabs
{
    public static IReadOnlyList<PageTab> All { get; } =
    [
        new("Concentration", ConcentrationRoutes.Address, Module.Read),
        new("Lifetime value", LifetimeValueRoutes.Address, Module.Read),
        new("Attribution", AttributionRoutes.Address, Module.Read),
    ];
}
