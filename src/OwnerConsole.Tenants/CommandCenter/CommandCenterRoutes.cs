using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
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
    Catalogue catalogue,
    Denials denials,
    TimeProvider clock
)
{
    private const int Lines = 25;

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
        return new Page(
            card.Name,
            await Draw(caller, card, address, Tabs.Of(tab), query["cursor"].ToString() is { Length: > 0 } cursor ? cursor : null, asPage, work)
        );
    }

    internal async Task<RenderFragment?> Draw(Caller caller, TenantAddress address, Tab tab, string? cursor, bool asPage, Work work) =>
        await cards.Find(caller, address.TenantId, work) is { } card ? await Draw(caller, card, address, tab, cursor, asPage, work) : null;

    private async Task<RenderFragment> Draw(Caller caller, TenantCard card, TenantAddress address, Tab tab, string? cursor, bool asPage, Work work)
    {
        var choices = await AccessActions.For(caller, card.TenantId, denials, work);
        return Page.Of<CommandCenterPanel>(
            (nameof(CommandCenterPanel.Card), card),
            (nameof(CommandCenterPanel.Members), PlatformWords.Now.MemberRole is { } role ? await TenantCards.OfRole(card.TenantId, role, work) : card.Members),
            (nameof(CommandCenterPanel.Recent), await Recent(caller, card.TenantId, work)),
            (nameof(CommandCenterPanel.Caller), caller),
            (nameof(CommandCenterPanel.Address), address),
            (nameof(CommandCenterPanel.Tab), tab),
            (nameof(CommandCenterPanel.Choices), choices),
            (nameof(CommandCenterPanel.Denied), await denials.Of(caller, catalogue.On("tenant", card.Population).Select(operation => operation.Is), work)),
            (nameof(CommandCenterPanel.Facts), await panels.Draw("tenant.head", new(caller, card.TenantId, address.Shown(tab)), work)),
            (nameof(CommandCenterPanel.Names), await SentenceReader.For(choices.Select(choice => choice.Refusal).OfType<Sentence>(), work)),
            (nameof(CommandCenterPanel.AsPage), asPage),
            (nameof(CommandCenterPanel.Body), await Body(caller, card, address, tab, cursor, work))
        );
    }

    private async Task<RenderFragment> Body(Caller caller, TenantCard card, TenantAddress address, Tab tab, string? cursor, Work work) =>
        tab switch
        {
            Tab.Usage => Page.Of<UsageTab>(
                (nameof(UsageTab.TenantId), card.TenantId),
                (nameof(UsageTab.Back), address.Shown(tab)),
                (nameof(UsageTab.MayReport), caller.May(TimeReportAddress.Permission)),
                (nameof(UsageTab.Panels), await panels.Draw("tenant.usage", new(caller, card.TenantId, address.Shown(tab)), work))
            ),
            Tab.Members => await members.Find(caller, card.TenantId, cursor, address.Fetch(tab), address.Shown(tab), work),
            Tab.Timeline => await Told(caller, card, address, cursor, work),
            _ => Page.Of<OverviewTab>(
                (nameof(OverviewTab.Card), card),
                (nameof(OverviewTab.Back), address.Shown(tab)),
                (nameof(OverviewTab.MayReport), caller.May(TimeReportAddress.Permission)),
                (nameof(OverviewTab.Panels), await panels.Draw("tenant.overview", new(caller, card.TenantId, address.Shown(Tab.Overview)), work))
            ),
        };

    /// <returns>The last run on the tenant that can be undone; null if there was none in the last day.</returns>
    private async Task<LogEntry?> Recent(Caller caller, string tenantId, Work work)
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
        return runs.Data.FirstOrDefault(entry => entry is { CanUndo: true, Operation: { } operation } && catalogue.May(caller, operation));
    }

    private async Task<RenderFragment> Told(Caller caller, TenantCard card, TenantAddress address, string? cursor, Work work)
    {
        var entries = await log.Find(LogFilter.For(caller) with { TenantId = card.TenantId }, cursor, Lines, work);
        return Page.Of<TimelineTab>(
            (nameof(TimelineTab.Entries), entries),
            (nameof(TimelineTab.Names), await SentenceReader.For(entries.Data.SelectMany(entry => entry.Named), work)),
            (nameof(TimelineTab.Caller), caller),
            (nameof(TimelineTab.Address), address),
            (nameof(TimelineTab.IsFirst), cursor is null)
        );
    }
}
