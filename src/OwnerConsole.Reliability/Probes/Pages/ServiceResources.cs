using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Telemetry.Resources.Public;

namespace OwnerConsole.Reliability.Probes.Pages;

/// <summary>CPU, memory and disk of one service as a row of the Health page.</summary>
internal sealed record ServiceResources(string Service, HealthNumber? Cpu, HealthNumber? Memory, HealthNumber? Disk)
{
    /// <summary>Number of services that the page shows.</summary>
    public const int MaxShown = 20;

    /// <summary>Its last values, if they are more than a day old and only its trends are left; null otherwise.</summary>
    public SilentService? Silent { get; init; }

    public string? Address => (Cpu ?? Memory ?? Disk)?.Address ?? Silent?.Address;

    public DateTimeOffset? LastAt => All.Max(number => number?.LastAt) ?? Silent?.LastAt;

    public HealthNumberState State =>
        Has(HealthNumberState.High) ? HealthNumberState.High
        : Has(HealthNumberState.Ok) ? HealthNumberState.Ok
        : HealthNumberState.NoData;

    /// <param name="numbers">Current numbers.</param>
    /// <param name="silent">Services without current numbers.</param>
    /// <returns>Services that need attention first, then by name, and silent ones at the end.</returns>
    public static IReadOnlyList<ServiceResources> Of(IEnumerable<HealthNumber> numbers, IEnumerable<SilentService> silent) =>
        [
            .. numbers
                .Where(number => number.Service is not null)
                .GroupBy(number => number.Service!, StringComparer.Ordinal) // selected above
                .Select(service => new ServiceResources(
                    service.Key,
                    service.FirstOrDefault(number => number.Key == "cpu"),
                    service.FirstOrDefault(number => number.Key == "memory"),
                    service.FirstOrDefault(number => number.Key == "disk")
                ))
                .Concat(silent.Select(service => new ServiceResources(service.Name, null, null, null) { Silent = service }))
                .DistinctBy(row => row.Service, StringComparer.Ordinal)
                .OrderByDescending(row => row.State is HealthNumberState.High)
                .ThenBy(row => row.Silent is not null)
                .ThenBy(row => row.Service, StringComparer.Ordinal),
        ];

    private IEnumerable<HealthNumber?> All => [Cpu, Memory, Disk];

    private bool Has(HealthNumberState state) => All.Any(number => number?.State == state);
}
