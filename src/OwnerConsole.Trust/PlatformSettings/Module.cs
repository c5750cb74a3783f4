using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>The platform settings that all modules declare.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Settings, "General", SettingRoutes.Address, SettingRoutes.Read, -10) { Synonyms = "settings, preferences, configuration" }];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<SettingRoutes>().AddSingleton<IOptionSource, SettingSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => SettingRoutes.Map(routes);
}
