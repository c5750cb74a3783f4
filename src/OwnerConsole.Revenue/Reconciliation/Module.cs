using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Reconciliation.Checks;
using OwnerConsole.Revenue.Reconciliation.Comparisons;
using OwnerConsole.Revenue.Reconciliation.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Reconciliation: differences between Stripe, the console and the application, and how they are resolved.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const int MaxListed = 5;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Revenue, "Reconciliation", ReconciliationRoutes.Address, ReconciliationRoutes.Permission, Order: 4)
            {
                Synonyms = "differences, drift, mismatch, findings, missed events, paid without access",
            },
        ];

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Paid, but no access", $"{ReconciliationRoutes.Address}?type=charged_without_access", ReconciliationRoutes.Permission)
            {
                Description = "Reconciliation",
                Synonyms = "charged without access, locked out",
            },
        ];

    public override IEnumerable<Panel> Panels =>
        [
            new("tenant.billing", ReconciliationRoutes.Permission, 5, (_, place, work) => Draw(place, work)),
            new("member.overview", ReconciliationRoutes.Permission, 5, (_, place, work) => DrawOfMember(place, work)),
        ];

    public override IEnumerable<Setting> Settings => [ReconciliationSettings.PlanSource, ReconciliationSettings.Threshold];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ReconciliationRoutes>()
            .AddSingleton<FindingExport>()
            .AddSingleton<IListCounter, FindingList>()
            .AddSingleton<ISubjectQuery, MatchingFindings>()
            .AddSingleton<IOptionSource, PlanSourceOptions>()
            .AddSingleton<IAttentionSource, FindingAttention>()
            .AddSingleton<FindingWriter>()
            .AddSingleton<CandidateChecker>()
            .AddSingleton<TenantChecker>()
            .AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<TenantChecker>())
            .AddSingleton<IWorkHandler, HourlyCheck>()
            .AddSingleton<IWorkHandler, ComparisonScheduler>()
            .AddSingleton<IWorkHandler, ComparisonWorker>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => ReconciliationRoutes.Map(routes);

    private static async Task<RenderFragment> Draw(PanelPlace place, UnitOfWork work)
    {
        var mode = await Modes.Shown(place.Caller, work);
        var filter = new FindingFilter(mode, TenantId: place.Id, OnlyTenant: place.Caller.OnlyTenant, Limit: MaxListed);
        return PageResult.Of<TenantFindings>(
            (nameof(TenantFindings.Place), place),
            (nameof(TenantFindings.TenantId), place.Id),
            (nameof(TenantFindings.Findings), (await FindingList.Find(filter, work)).Data),
            (nameof(TenantFindings.Comparison), await TenantComparison.Find(place.Id, mode, work))
        );
    }

    /// <summary>A user who asks why they are locked out is helped on their own page.</summary>
    private static async Task<RenderFragment> DrawOfMember(PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        var filter = new FindingFilter(
            await Modes.Shown(place.Caller, work),
            Type: FindingType.ChargedWithoutAccess,
            TenantId: member.TenantId,
            OnlyTenant: place.Caller.OnlyTenant,
            Limit: MaxListed
        );
        return PageResult.Of<TenantFindings>(
            (nameof(TenantFindings.Place), place),
            (nameof(TenantFindings.TenantId), member.TenantId),
            (nameof(TenantFindings.Findings), (await FindingList.Find(filter, work)).Data)
        );
    }
}
