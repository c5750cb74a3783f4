using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Duplicates;
using OwnerConsole.Tenants.Duplicates.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Members and tenants that are likely the same, and merges of tenants.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const int MaxShown = 5;

    /// <summary>Shown to people with access to some tenants only, because the other record can belong to another tenant.</summary>
    private static readonly RenderFragment s_nothing = _ => { };

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Tenants, "Duplicates", DuplicateTabs.OfMembers, DuplicateRoutes.Read, Order: 6)
            {
                Synonyms = "duplicate users, duplicate tenants, same person, same company",
                Tabs = DuplicateTabs.All,
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", DuplicateRoutes.Read, 80, DrawOfTenant), new("member.overview", DuplicateRoutes.Read, 80, DrawOfMember)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<DuplicateRoutes>()
            .AddSingleton<DuplicateScanner>()
            .AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<DuplicateScanner>());

    public override void MapRoutes(IEndpointRouteBuilder routes) => DuplicateRoutes.Map(routes);

    private static async Task<RenderFragment> DrawOfTenant(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!place.Caller.IsOfPlatform)
            return s_nothing;
        var into = await work.One<string>("select g.into_id from duplicates.tenant_merges g where g.tenant_id = @Id and g.to_at is null", new { place.Id });
        return await Draw(DuplicateKind.Tenant, place.Id, place.Id, into, work);
    }

    private static async Task<RenderFragment> DrawOfMember(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!place.Caller.IsOfPlatform)
            return s_nothing;
        var member = await SubjectResolver.Member(place, work);
        return await Draw(DuplicateKind.Member, member.TenantId, member.Id, into: null, work);
    }

    private static async Task<RenderFragment> Draw(DuplicateKind kind, string tenantId, string recordId, string? into, UnitOfWork work)
    {
        var filter = new DuplicateFilter(await Modes.Of(tenantId, work), kind, DuplicateState.Open, recordId);
        var pairs = await DuplicateReader.List(filter, cursor: null, MaxShown, work);
        var named = pairs.Data.SelectMany(pair => new[] { pair.FirstId, pair.SecondId }).Concat(into is null ? [] : [into]);
        return PageResult.Of<DuplicatesCard>(
            (nameof(DuplicatesCard.Kind), kind),
            (nameof(DuplicatesCard.RecordId), recordId),
            (nameof(DuplicatesCard.Pairs), pairs.Data),
            (nameof(DuplicatesCard.HasMore), pairs.NextCursor is not null),
            (nameof(DuplicatesCard.MergedInto), into),
            (nameof(DuplicatesCard.Names), await SentenceRenderer.For(named, work))
        );
    }
}
