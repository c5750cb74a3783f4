using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Trust.Privacy.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Privacy requests of people, restriction of processing, and the record of processing.</summary>
public sealed class Module : Kernel.Modules.Module
{
    /// <summary>Requests on the page of a member.</summary>
    private const int MaxShown = 10;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Trust, "Privacy requests", PrivacyRoutes.Address, PrivacyRoutes.Read, Order: -3)
            {
                Synonyms = "GDPR, CCPA, DSAR, erasure, right to be forgotten, record of processing, Article 30",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [
            new("member.overview", PrivacyReader.MemberRead, 94, DrawConsents),
            new("member.overview", PrivacyRoutes.Read, 95, Draw),
            new("portal.plan", PortalAccess.PlanRead, 10, (_, _, _) => Task.FromResult(PageResult.Of<PortalPrivacyCard>())),
        ];

    public override void AddServices(IServiceCollection services)
    {
        foreach (var rows in PrivacyRequestsOfMember.Rows)
            services.AddSingleton(rows);
        foreach (var template in PrivacyEmailTemplates.All)
            services.AddSingleton(template);
        services
            .AddSingleton(PrivacyInputAnonymiser.Rule)
            .AddSingleton(PrivacyInputAnonymiser.Messages)
            .AddSingleton(PrivacyInputAnonymiser.Emails)
            .AddSingleton(PrivacyContacts.Addresses)
            .AddSingleton<PrivacyContacts>()
            .AddSingleton<PrivacyEmails>()
            .AddSingleton<IEmailRecipientSource, PrivacyRecipients>()
            .AddRetention<PrivacyContactRetention>()
            .AddSingleton<PrivacyPeople>()
            .AddSingleton<PrivacyEvidence>()
            .AddSingleton<PrivacyReader>()
            .AddSingleton<PrivacyRoutes>()
            .AddSingleton<ConsentRoutes>()
            .AddSingleton<PortalPrivacyRequests>()
            .AddSingleton<PortalPrivacy>()
            .AddSingleton(ConsentExportPart.Consents)
            .AddSingleton<IFinder, PrivacyRequestFinder>()
            .AddSingleton<IAttentionSource, PrivacyAttentionSource>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        PrivacyRoutes.Map(routes);
        ConsentRoutes.Map(routes);
        PortalPrivacy.Map(routes);
    }

    /// <summary>Draws nothing if the application reports no consents.</summary>
    private static async Task<RenderFragment> DrawConsents(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        return await ConsentRows.List(member.TenantId, member.Id, work) is { Count: > 0 } consents
            ? PageResult.Of<ConsentsPanel>((nameof(ConsentsPanel.Consents), consents))
            : _ => { };
    }

    /// <summary>Draws nothing for readers of some tenants only, because a request can name members of others.</summary>
    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!place.Caller.IsOfPlatform)
            return _ => { };
        var today = await PrivacyRequestFacts.FindToday(services.GetRequiredService<TimeProvider>().GetUtcNow(), work);
        var requests = await PrivacyRequest.ListOf(place.Id, MaxShown, work);
        var isRestricted = await RestrictionFacts.Load([place.Id], work) is [{ IsRestricted: true }];
        return PageResult.Of<MemberPrivacyPanel>(
            (nameof(MemberPrivacyPanel.Requests), requests.Select(request => PrivacyRequestView.Of(request, today)).ToList()),
            (nameof(MemberPrivacyPanel.IsRestricted), isRestricted),
            (nameof(MemberPrivacyPanel.Place), place)
        );
    }
}
