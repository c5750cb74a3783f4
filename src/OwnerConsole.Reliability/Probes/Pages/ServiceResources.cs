using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes.Pages;

/// <summary>CPU, memory and disk of one service as a row of the Health page.</summary>
internal sealed record ServiceResources(string Service, HealthNumber? Cpu, HealthNumber? Memory, HealthNumber? Disk)
{
    /// <summary>Number of services that the page shows.</summary>
    public const int MaxShown = 20;

    public string? Address => (Cpu ?? Memory ?? Disk)?.Address;

    public DateTimeOffset? LastAt => All.Max(number => number?.LastAt);

    public HealthNumberState State =>
        Has(HealthNumberState.High) ? HealthNumberState.High
        : Has(HealthNumberState.Ok) ? HealthNumberState.Ok
        : HealthNumberState.NoData;

    /// <returns>Services that need attention first, then by name.</returns>
    public static IReadOnlyList<ServiceResources> Of(IEnumerable<HealthNumber> numbers) =>
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
                .OrderByDescending(row => row.State is HealthNumberState.High)
                .ThenBy(row => row.Service, StringComparer.Ordinal),
        ];

    private IEnumerable<HealthNumber?> All => [Cpu, Memory, Disk];

    private bool Has(HealthNumberState state) => All.Any(number => number?.State == state);
}
