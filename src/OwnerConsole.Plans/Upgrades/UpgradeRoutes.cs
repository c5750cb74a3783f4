using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Plans.Upgrades.Pages;
using OwnerConsole.Plans.Upgrades.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>The page of all upgrade requests, and the panel with the latest requests of one tenant.</summary>
public sealed class UpgradeRoutes(Database database, UpgradeList list, UpgradeQueue queue, Panels panels, OperationCatalogue catalogue, DenialExplainer denials)
{
    public const string Address = "/plans/requests";

    private const int PanelSize = 3;

    public static ListAddress List(HttpRequest request) => ListAddress.Of(Address, request, part => part == "state");

    /// <returns>The filter of the address.</returns>
    public static async Task<UpgradeFilter> Filter(HttpRequest request, Caller caller, UnitOfWork work) =>
        new(caller, await Modes.Shown(caller, work), State: request.Word<UpgradeState>("state"), Cursor: request.Text("cursor"));

    public async Task<IResult> Show(HttpContext context)
    {
        var address = List(context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var filter = await Filter(context.Request, caller, work);
        var open = address.IsWhole ? await queue.Find(filter, work) : [];
        var rows = await list.Find(filter with { IsAnswered = filter.State is null }, work);
        return new PageResult(
            "Upgrade requests",
            PageResult.Of<UpgradesPage>(
                (nameof(UpgradesPage.Caller), caller),
                (nameof(UpgradesPage.Address), address),
                (
                    nameof(UpgradesPage.Denied),
                    await denials.Of(caller, [catalogue.Find(ApproveUpgrade.Name).Definition, catalogue.Find(RejectUpgrade.Name).Definition], work)
                ),
                (nameof(UpgradesPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(UpgradesPage.Open), open),
                (nameof(UpgradesPage.Rows), rows),
                (nameof(UpgradesPage.Rules), await UpgradeRule.Find(work)),
                (nameof(UpgradesPage.Plans), await PlanCatalogue.FindNames(work)),
                (nameof(UpgradesPage.Names), await SentenceRenderer.For(NamedIds([.. open.Select(queuedUpgrade => queuedUpgrade.Request), .. rows.Data]), work))
            )
        );
    }

    public async Task<RenderFragment> Draw(PanelPlace place, UnitOfWork work)
    {
        var rows = await UpgradeRows.Of(place.Id, PanelSize, work);
        if (rows.Count == 0)
            return _ => { };
        return PageResult.Of<UpgradesPanel>(
            (nameof(UpgradesPanel.Rows), rows),
            (nameof(UpgradesPanel.Place), place),
            (nameof(UpgradesPanel.Plans), await PlanCatalogue.FindNames(work))
        );
    }

    private static IEnumerable<string> NamedIds(IReadOnlyList<UpgradeRequest> requests) =>
        requests.SelectMany(request => new[] { request.TenantId, request.RequestedBy }).Distinct(StringComparer.Ordinal);
}
