using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Metrics;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Estimated MRR, as movements from the first plan on, and the months that are closed.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<IWorkKind, Following>().AddSingleton<IMetrics, MrrMetrics>().AddSingleton<IMetrics, CustomerMetrics>();
}
