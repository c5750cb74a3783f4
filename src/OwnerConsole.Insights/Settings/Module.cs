using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Insights.Settings;

/// <summary>Settings for metrics: time zone, currency and meters.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Settings, "Reporting and meters", SettingsRoutes.Address, SettingsRoutes.ReadReporting, 31) { Synonyms = "numbers, metric settings" }];

    public override IEnumerable<Setting> Settings => [.. ReportingSettingList.All, DeadLetterRetention.KeepDays];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<SettingsRoutes>()
            .AddSingleton<IFinder, MeterFinder>()
            .AddSingleton<IOptionSource>(ReportingSource.Zones)
            .AddSingleton<IOptionSource>(ReportingSource.Currencies);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SettingsRoutes.Address, (SettingsRoutes self, HttpContext context) => self.Show(context)).RequirePermission(SettingsRoutes.ReadReporting);
        routes
            .MapGet("/api/v1/reporting", (SettingsRoutes self, HttpContext context) => self.GetReporting(context))
            .WithSummary("Get the reporting settings: time zone, currency and maximum session length.")
            .Produces<ReportingView>()
            .RequirePermission(SettingsRoutes.ReadReporting);
        routes
            .MapGet("/api/v1/meters", (SettingsRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List active meters.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<MeterView>>()
            .RequirePermission(SettingsRoutes.ReadMeters);
    }
}
