using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Automations: messages that an event or a date of a tenant starts, in steps.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Messaging, "Automations", AutomationRoutes.Address, AutomationRoutes.Read, 20)
            {
                Synonyms = "automated email, trial reminders, drip campaigns, sequences",
            },
        ];

    public override IEnumerable<Setting> Settings => [AutomationSettings.Bcc];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(AutomationVariables.Template).AddSingleton<AutomationVariables>().AddSingleton<AutomationCheck>();
        services.AddSingleton<StepOperations>().AddSingleton<AutomationGrants>().AddSingleton<OperationStep>();
        services.AddSingleton<IOptionSource, AutomationEventSource>().AddSingleton<IOptionSource, AutomationOperationSource>();
        services.AddSingleton<StepRecipients>().AddSingleton<IStepHandler, EmailStep>().AddSingleton<IStepHandler, InAppStep>();
        services.AddSingleton<IEmailSource, AutomationEmails>().AddSingleton<ILogSubscriber, AutomationSubscriber>();
        services.AddSingleton<IWorkHandler, DateSweep>().AddSingleton<IWorkHandler, StepRunner>();
        services.AddHostedService<RecipeInstaller>();
        services.AddSingleton<AutomationTest>().AddSingleton<AutomationRoutes>().AddSingleton<IFinder, AutomationFinder>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => AutomationRoutes.Map(routes);
}
