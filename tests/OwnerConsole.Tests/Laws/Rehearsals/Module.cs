using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>The hard operations, on minimal tables of their own: they prove the signature before the modules come that need it.</summary>
public sealed class Module : OwnerConsole.Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<FakeProvider>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<FakeProvider>());
        services.AddSingleton<IWorkHandler, RampSteps>();
    }
}
