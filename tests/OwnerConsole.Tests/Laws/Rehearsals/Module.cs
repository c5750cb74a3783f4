using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Difficult operations on minimal tables of their own, which test the operation API before product modules need it.</summary>
public sealed class Module : OwnerConsole.Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<FakeProvider>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<FakeProvider>());
        services.AddSingleton<IWorkHandler, RampSteps>();
    }
}
