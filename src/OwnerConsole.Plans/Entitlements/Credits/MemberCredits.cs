using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Entitlements.Credits.Pages;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Credits of the tenant on the page of one of its members: the balance, the buttons and the card.</summary>
internal static class MemberCredits
{
    /// <summary>Suggested duration of promotional credits.</summary>
    private const int PromotionDays = 30;

    public static async Task<RenderFragment> DrawFact(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!await HasCounters(work))
            return static _ => { };
        var credits = await CreditReader.Find(await TenantOf(place, work), work);
        return PageResult.Of<MemberCreditFact>((nameof(MemberCreditFact.Balances), credits.Balances));
    }

    public static async Task<RenderFragment> DrawActions(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        if (!place.Caller.Can("credit.grant") || !await HasCounters(work))
            return static _ => { };
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        return PageResult.Of<MemberCreditButtons>(
            (nameof(MemberCreditButtons.TenantId), await TenantOf(place, work)),
            (nameof(MemberCreditButtons.Back), place.Address),
            (nameof(MemberCreditButtons.PromotionEnds), today.AddDays(PromotionDays))
        );
    }

    public static async Task<RenderFragment> DrawPanel(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        await CreditRoutes.DrawOf(place with { Id = await TenantOf(place, work) }, isOfMember: true, work);

    private static async Task<bool> HasCounters(UnitOfWork work) => (await FeatureCatalogue.Find(work)).Any(feature => feature.Kind is FeatureKind.Counter);

    private static async Task<string> TenantOf(PanelPlace place, UnitOfWork work) => (await SubjectResolver.Member(place, work)).TenantId;
}
