using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Automations.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Automations: messages, operations and webhook events that an event, a date or a changed attribute of a tenant starts, in steps.</summary>
public sealed class Module : Kernel.Modules.Module
{
    /// <summary>Sequences that the page of a tenant or a member shows.</summary>
    private const int LatestEnrollments = 5;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Messaging, "Automations", AutomationRoutes.Address, AutomationRoutes.Read, 20)
            {
                Synonyms = "automated email, trial reminders, drip campaigns, sequences",
            },
            new(Section.Tenants, "Lifecycle", AutomationRoutes.Lifecycle, AutomationRoutes.Read, 5)
            {
                Synonyms = "lifecycle automations, win-back, dormant tenants, rules, workflows",
            },
        ];

    public override IEnumerable<EventKind> Events => [WebhookStep.Event];

    public override IEnumerable<Setting> Settings => [AutomationSettings.Bcc];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", AutomationRoutes.Read, 40, Draw), new("member.overview", AutomationRoutes.Read, 60, DrawOfMember)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(AutomationVariables.Template).AddSingleton<AutomationVariables>().AddSingleton<AutomationCheck>();
        services.AddSingleton<StepOperations>().AddSingleton<AutomationGrants>().AddSingleton<OperationStep>();
        services.AddSingleton<IOptionSource, AutomationEventSource>().AddSingleton<IOptionSource, AutomationOperationSource>();
        services.AddSingleton<IOptionSource, AutomationEndpointSource>().AddSingleton<IStepHandler, WebhookStep>();
        services.AddSingleton<StepRecipients>().AddSingleton<IStepHandler, EmailStep>().AddSingleton<IStepHandler, InAppStep>();
        services.AddSingleton<IEmailSource, AutomationEmails>().AddSingleton<ILogSubscriber, AutomationSubscriber>();
        services.AddSingleton<IWorkHandler, DateSweep>().AddSingleton<IWorkHandler, StepRunner>();
        services.AddHostedService<RecipeInstaller>();
        services.AddSingleton<AutomationTest>().AddSingleton<AutomationSimulator>().AddSingleton<AutomationRoutes>().AddSingleton<IFinder, AutomationFinder>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes) => AutomationRoutes.Map(routes);

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!place.Caller.IsScoped && await TenantEnrollment.List(place.Id, Mode.Live, null, LatestEnrollments, work) is { Data.Count: > 0 } latest)
            return PageResult.Of<SequencesPanel>((nameof(SequencesPanel.Enrollments), latest), (nameof(SequencesPanel.Place), place));
        return _ => { };
    }

    private static async Task<RenderFragment> DrawOfMember(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (place.Caller.IsScoped)
            return _ => { };
        var member = await SubjectResolver.Member(place, work);
        var records = await MemberRecords.Of(member.TenantId, member.Id, work);
        if (await TenantEnrollment.List(member.TenantId, Mode.Live, null, LatestEnrollments, work, records) is { Data.Count: > 0 } latest)
            return PageResult.Of<SequencesPanel>((nameof(SequencesPanel.Enrollments), latest), (nameof(SequencesPanel.Place), place));
        return _ => { };
    }
}
