using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>SQL views: the console reads tenants, users and events from three views of your database.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Settings, "SQL views", ConnectorRoutes.Address, ConnectorRoutes.Read, Order: 21) { Synonyms = "sql, database, postgres" }];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<SyncProgress>()
            .AddSingleton(ConnectorSettings.Passwords)
            .AddSingleton<ViewIntake>()
            .AddSingleton<IWorkHandler, ViewReader>()
            .AddSingleton<ConnectorRoutes>()
            .AddSingleton<IAttentionSource, ConnectorAttentionSource>()
            .AddSingleton<IHealthSource, ConnectorHealthSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => ConnectorRoutes.Map(routes);
}
