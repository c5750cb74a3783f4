using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Alerts: rules, notifications by severity, acknowledgements and silences.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Alerts", AlertPageRoutes.Address, AlertPageRoutes.Read, 2)
            {
                Synonyms = "alarms, notifications, on-call, pager, incidents, thresholds, silences",
            },
        ];

    public override IEnumerable<Setting> Settings => [AlertRetention.KeepDays];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(NotificationSender.Template);
        services
            .AddSingleton<WatchedNumbers>()
            .AddSingleton<NumberConditions>()
            .AddSingleton<NumberBacktester>()
            .AddSingleton<AlertRuleCheck>()
            .AddSingleton<ComparisonBacktester>()
            .AddSingleton<AlertBacktester>()
            .AddSingleton<MetricWindowReader>()
            .AddSingleton<IOptionSource, AlertProbeSource>()
            .AddSingleton<IOptionSource, AlertMetricSource>()
            .AddSingleton<IOptionSource, AlertSloSource>()
            .AddSingleton<IOptionSource, AlertMemberSource>()
            .AddSingleton<IOptionSource, AlertNumberSource>()
            .AddSingleton<IOptionSource, AlertDestinationSource>();
        services
            .AddSingleton<AlertLinks>()
            .AddSingleton<NotificationSender>()
            .AddSingleton<EscalationNotifier>()
            .AddSingleton<GroupNotifier>()
            .AddSingleton<AlertEvaluator>()
            .AddSingleton<IMessageSource, AlertMessages>()
            .AddSingleton<ILogSubscriber, AlertSubscriber>();
        services
            .AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<AlertEvaluator>())
            .AddSingleton<IWorkHandler, AlertMetricReader>()
            .AddSingleton<IWorkHandler, AlertComparisonReader>()
            .AddSingleton<ConsoleProblemCounter>()
            .AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<ConsoleProblemCounter>())
            .AddSingleton<ConsoleProblemReporter>()
            .AddHostedService(provider => provider.GetRequiredService<ConsoleProblemReporter>())
            .AddRetention<AlertRetention>();
        services
            .AddSingleton<AlertPageRoutes>()
            .AddSingleton<AlertLinkRoutes>()
            .AddSingleton<AlertFixes>()
            .AddSingleton<PlatformChanges>()
            .AddSingleton<IFinder, AlertRuleFinder>()
            .AddSingleton<IAttentionSource, AlertAttentionSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        AlertPageRoutes.Map(routes);
        AlertLinkRoutes.Map(routes);
    }
}
