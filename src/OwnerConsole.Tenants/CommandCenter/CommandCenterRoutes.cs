using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.CommandCenter.Pages;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Tenants.TimeReports.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>A tenant's details, as a page or as a dialog on the list.</summary>
public sealed class CommandCenterRoutes(
    Database database,
    TenantCards cards,
    MembersTab members,
    LogQuery log,
    Panels panels,
    OperationCatalogue catalogue,
    DenialExplainer denials,
    AttentionCache attention,
    TimeProvider clock
)
{
    private const int PageSize = 25;

    /// <summary>The last run is shown with its Undo button for one day.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(1);

    public async Task<IResult> Show(HttpContext context, string id, string? tab)
    {
        var query = context.Request.Query;
        var asPage = context.IsOwnPage();
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var card = await cards.Find(caller, id, work) ?? throw Problem.NotFound("tenant", id);
        var address = TenantAddress.Of(card.TenantId, asPage ? null : query["back"].ToString());
        return new PageResult(
            card.Name,
            await Draw(caller, card, address, Tabs.Of(tab), query["cursor"].ToString() is { Length: > 0 } cursor ? cursor : null, asPage, work)
        );
    }

    internal async Task<RenderFragment?> Draw(Caller caller, TenantAddress address, Tab tab, string? cursor, bool asPage, UnitOfWork work) =>
        await cards.Find(caller, address.TenantId, work) is { } card ? await Draw(caller, card, address, tab, cursor, asPage, work) : null;

    private async Task<RenderFragment> Draw(Caller caller, TenantCard card, TenantAddress address, Tab tab, string? cursor, bool asPage, UnitOfWork work)
    {
        var choices = await AccessActions.For(caller, card.TenantId, denials, work);
        return PageResult.Of<CommandCenterPanel>(
            (nameof(CommandCenterPanel.Card), card),
            (
                nameof(CommandCenterPanel.Members),
                PlatformWords.Current.MemberRole is { } role ? await TenantCards.CountByRole(card.TenantId, role, work) : card.Members
            ),
            (nameof(CommandCenterPanel.Recent), await FindRecentRun(caller, card.TenantId, work)),
            (nameof(CommandCenterPanel.Address), address),
            (nameof(CommandCenterPanel.Tab), tab),
            (nameof(CommandCenterPanel.Choices), choices),
            (
                nameof(CommandCenterPanel.Need),
                (await attention.FindFor(card.TenantId, caller, card.Mode, work))
                    .Select(item => item.Action)
                    .OfType<NeededAction>()
                    .FirstOrDefault(action => catalogue.Can(caller, action.Operation) && choices.All(choice => choice.Definition.Name != action.Operation))
            ),
            (
                nameof(CommandCenterPanel.Denied),
                await denials.Of(caller, catalogue.ListFor("tenant", card.Mode).Select(operation => operation.Definition), work)
            ),
            (nameof(CommandCenterPanel.Facts), await panels.Draw("tenant.head", new(caller, card.TenantId, address.BrowserUrl(tab)), work)),
            (nameof(CommandCenterPanel.Names), await SentenceRenderer.For(choices.Select(choice => choice.Refusal).OfType<Sentence>(), work)),
            (nameof(CommandCenterPanel.AsPage), asPage),
            (nameof(CommandCenterPanel.Body), await Body(caller, card, address, tab, cursor, work))
        );
    }

    private async Task<RenderFragment> Body(Caller caller, TenantCard card, TenantAddress address, Tab tab, string? cursor, UnitOfWork work) =>
        tab switch
        {
            Tab.Billing => PageResult.Of<BillingTab>(
                (nameof(BillingTab.Panels), await panels.Draw("tenant.billing", new(caller, card.TenantId, address.BrowserUrl(tab)), work))
            ),
            Tab.Usage => PageResult.Of<UsageTab>(
                (nameof(UsageTab.TenantId), card.TenantId),
                (nameof(UsageTab.Back), address.BrowserUrl(tab)),
                (nameof(UsageTab.MayReport), caller.Can(TimeReportAddress.Permission)),
                (nameof(UsageTab.Panels), await panels.Draw("tenant.usage", new(caller, card.TenantId, address.BrowserUrl(tab)), work))
            ),
            Tab.Members => await members.Find(caller, card.TenantId, cursor, address.Fetch(tab), address.BrowserUrl(tab), work),
            Tab.Timeline => await DrawDeliveries(caller, card, address, cursor, work),
            _ => PageResult.Of<OverviewTab>(
                (nameof(OverviewTab.Card), card),
                (nameof(OverviewTab.Back), address.BrowserUrl(tab)),
                (nameof(OverviewTab.MayReport), caller.Can(TimeReportAddress.Permission)),
                (nameof(OverviewTab.Panels), await panels.Draw("tenant.overview", new(caller, card.TenantId, address.BrowserUrl(Tab.Overview)), work))
            ),
        };

    /// <returns>The last run on the tenant that can be undone; null if there was none in the last day.</returns>
    private async Task<LogEntry?> FindRecentRun(Caller caller, string tenantId, UnitOfWork work)
    {
        var runs = await log.Find(
            LogFilter.For(caller) with
            {
                TenantId = tenantId,
                Kind = LogKind.Run,
                Outcome = LogOutcome.Done,
                From = clock.GetUtcNow() - s_recent,
            },
            null,
            5,
            work
        );
        return runs.Data.FirstOrDefault(entry => entry is { CanUndo: true, Operation: { } operation } && catalogue.Can(caller, operation));
    }

    private async Task<RenderFragment> DrawDeliveries(Caller caller, TenantCard card, TenantAddress address, string? cursor, UnitOfWork work)
    {
        var entries = await log.Find(LogFilter.For(caller) with { TenantId = card.TenantId }, cursor, PageSize, work);
        return PageResult.Of<TimelineTab>(
            (nameof(TimelineTab.Entries), entries),
            (nameof(TimelineTab.Names), await SentenceRenderer.For(entries.Data.SelectMany(entry => entry.NamedIds), work)),
            (nameof(TimelineTab.Caller), caller),
            (nameof(TimelineTab.Address), address),
            (nameof(TimelineTab.IsFirst), cursor is null)
        );
    }
}
