using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Reliability.Errors.Public;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Errors that applications report with Sentry's SDKs, grouped with the tenants that they affect.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Errors", ErrorRoutes.Address, ErrorRoutes.Read, 4)
            {
                Synonyms = "exceptions, crashes, bugs, stack traces, Sentry, regressions",
            },
        ];

    public override IEnumerable<Panel> Panels => [new("member.overview", ErrorRoutes.Read, 50, MemberErrors.Draw)];

    public override IEnumerable<Setting> Settings => [ErrorRetention.KeepDays];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton(ErrorAnonymiser.Rule)
            .AddSingleton(ErrorAnonymiser.Users)
            .AddSingleton(ErrorsOfMember.Rows)
            .AddSingleton(ErrorsOfMember.Counted)
            .AddSingleton<ErrorIntake>()
            .AddSingleton<DeployRecorder>()
            .AddSingleton<SentryRoutes>()
            .AddSingleton<ErrorRoutes>()
            .AddRetention<ErrorRetention>()
            .AddSingleton<IFinder, ErrorGroupFinder>()
            .AddSingleton<IAttentionSource, ErrorAttentionSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        SentryRoutes.Map(routes);
        ErrorRoutes.Map(routes);
    }
}
