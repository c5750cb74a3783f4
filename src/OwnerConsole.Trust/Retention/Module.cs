using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Trust.Retention.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Retention;

/// <summary>Retention policies of all kinds of data, and legal holds that keep data in spite of them.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const int MaxHolds = 20;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Trust, "Retention", RetentionPolicyRoutes.Address, RetentionPolicyRoutes.Read, Order: 5)
            {
                Synonyms = "legal hold, litigation hold, keep, delete old data, storage limitation, inactive, dormant, GDPR",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", RetentionPolicyRoutes.ReadHolds, 85, DrawOfTenant), new("member.overview", RetentionPolicyRoutes.ReadHolds, 85, DrawOfMember)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<RetentionPolicies>()
            .AddSingleton<RetentionReader>()
            .AddSingleton<RetentionExport>()
            .AddSingleton<RetentionPolicyRoutes>()
            .AddSingleton<IOptionSource, RetentionPolicySource>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => RetentionPolicyRoutes.Map(routes);

    private static Task<RenderFragment> DrawOfTenant(IServiceProvider services, PanelPlace place, UnitOfWork work) => Draw(place, place.Id, member: null, work);

    private static async Task<RenderFragment> DrawOfMember(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        return await Draw(place, member.TenantId, member.Id, work);
    }

    private static async Task<RenderFragment> Draw(PanelPlace place, string tenant, string? member, UnitOfWork work)
    {
        var records = member is null ? null : await MemberRecords.Of(tenant, member, work);
        var holds = await LegalHoldView.ListCovering(tenant, records, MaxHolds, work);
        return PageResult.Of<LegalHoldsPanel>(
            (nameof(LegalHoldsPanel.Holds), holds),
            (nameof(LegalHoldsPanel.Tenant), tenant),
            (nameof(LegalHoldsPanel.Member), member),
            (nameof(LegalHoldsPanel.Names), await SentenceRenderer.For(holds.Select(hold => hold.SubjectId), work)),
            (nameof(LegalHoldsPanel.Place), place)
        );
    }
}
