using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.DemoData.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The demo, as a page of the settings.</summary>
public sealed class DemoRoutes(Database database, Catalogue catalogue)
{
    public const string Address = "/settings/demo",
        Read = "setting.read";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        return new Page(
            "Demo data",
            Page.Of<DemoPage>(
                (nameof(DemoPage.Demo), await DemoFacts.Find(work)),
                (nameof(DemoPage.IsShown), await Populations.Shown(caller, work) is Population.Demo),
                (nameof(DemoPage.MayErase), catalogue.May(caller, EraseDemo.Name))
            )
        );
    }
}
