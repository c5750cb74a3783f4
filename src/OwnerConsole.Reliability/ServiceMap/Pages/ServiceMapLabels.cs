using System.Globalization;
using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Reliability.ServiceMap.Pages;

/// <summary>Words of the service map on pages.</summary>
internal static class ServiceMapLabels
{
    private const int MaxIndent = 6;

    /// <returns>Spaces that cells keep, so that a service is shown below the one that depends on it. Deeper levels are not indented further, so that names fit on phones.</returns>
    public static string Indent(int depth) => depth == 0 ? "" : new string('\u00a0', 2 * (Math.Min(depth, MaxIndent) - 1)) + "└ ";

    public static string Strength(DependencyRow row) =>
        row.Edge switch
        {
            null => "–",
            { Strength: DependencyStrength.Hard } => "Hard",
            _ => "Soft",
        };

    public static string Reach(FailureReach reach) =>
        reach switch
        {
            FailureReach.All => "All entry services fail, which no other service depends on.",
            FailureReach.Some => "Some entry services fail, which no other service depends on.",
            FailureReach.Limited => "The entry services work, some with limitations.",
            _ => "No entry service is affected.",
        };

    public static string Basis(UsageBasis basis) =>
        basis switch
        {
            UsageBasis.Measured => "Tenants with requests to an affected service in the last 30 days, according to traces.",
            UsageBasis.Assigned => "Tenants that are assigned to the affected services.",
            UsageBasis.AssignedAndMeasured =>
                "Tenants that are assigned to affected services, or had requests to others in the last 30 days, according to traces.",
            _ => "All tenants count, because those of some entry services are unknown. Assign tenants, or name them in traces.",
        };

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
