using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes.Pages;

/// <summary>CPU and memory of one service as a row of the Health page.</summary>
internal sealed record ServiceResources(string Service, HealthNumber? Cpu, HealthNumber? Memory)
{
    public string? Address => (Cpu ?? Memory)?.Address;

    public DateTimeOffset? LastAt => Cpu?.LastAt > Memory?.LastAt ? Cpu?.LastAt : Memory?.LastAt ?? Cpu?.LastAt;

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
                    service.FirstOrDefault(number => number.Key == "memory")
                ))
                .OrderByDescending(row => row.State is HealthNumberState.High)
                .ThenBy(row => row.Service, StringComparer.Ordinal),
        ];

    private bool Has(HealthNumberState state) => Cpu?.State == state || Memory?.State == state;
}
