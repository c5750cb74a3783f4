using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Services on the map as the options of a form field.</summary>
public sealed class MapServiceSource : IOptionSource
{
    public string Name => ServiceTenantReader.Source;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await ServiceTenantReader.ListServices(work)).Select(service => new Option(service, service))];
}
