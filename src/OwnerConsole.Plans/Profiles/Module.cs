using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Plans.Profiles;

/// <summary>Profiles that set up the terminology, meters, features and plans for a kind of platform.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services) => services.AddSingleton<ISetupStep, ProfileSetupStep>();
}
