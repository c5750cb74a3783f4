using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>The start page: the setup checklist, issues that need attention and the key metrics.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Overview, "Overview", OverviewRoutes.Address, OverviewRoutes.Permission) { Synonyms = "home, dashboard, attention" }];

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Setup checklist", ChecklistPreference.OpenedAddress, OverviewRoutes.Permission)
            {
                Description = "Overview",
                Synonyms = "first steps, onboarding, getting started, welcome",
            },
        ];

    public override IEnumerable<Setting> Settings => [ChosenFigures.Setting];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<OverviewRoutes>()
            .AddSingleton<OverviewMetrics>()
            .AddSingleton<OverviewCache>()
            .AddHostedService(provider => provider.GetRequiredService<OverviewCache>())
            .AddSingleton<TenantDigests>()
            .AddSingleton<OverviewNeeds>()
            .AddSingleton<SetupChecklist>()
            .AddSingleton<TopBarMetrics>()
            .AddSingleton<CounterSource>(provider => provider.GetRequiredService<TopBarMetrics>().Find)
            .AddSingleton<AttentionCounter>()
            .AddSingleton<CounterSource>(provider => provider.GetRequiredService<AttentionCounter>().Find);

    public override void MapRoutes(IEndpointRouteBuilder routes) => OverviewRoutes.Map(routes);
}
