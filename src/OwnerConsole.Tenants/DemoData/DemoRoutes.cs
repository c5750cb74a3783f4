using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.DemoData.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The settings page for demo data, and its panel on an empty overview.</summary>
public sealed class DemoRoutes(Database database, OperationCatalogue catalogue, DemoPlayer player)
{
    public const string Address = "/settings/demo",
        Read = "setting.read";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Demo data",
            PageResult.Of<DemoPage>(
                (nameof(DemoPage.Demo), await DemoFacts.Find(work)),
                (nameof(DemoPage.IsShown), await Modes.Shown(caller, work) is Mode.Test),
                (nameof(DemoPage.MayErase), catalogue.Can(caller, EraseDemo.Name)),
                (nameof(DemoPage.MayLoad), DemoPlayer.IsBundled && catalogue.Can(caller, LoadDemo.Name)),
                (nameof(DemoPage.Player), player)
            )
        );
    }

    public static Task<RenderFragment> DrawOffer(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        Task.FromResult(
            PageResult.Of<DemoOffer>((nameof(DemoOffer.Back), place.Address), (nameof(DemoOffer.Player), services.GetRequiredService<DemoPlayer>()))
        );
}
