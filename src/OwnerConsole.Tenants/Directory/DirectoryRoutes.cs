using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.CommandCenter.Public;
using OwnerConsole.Tenants.Directory.Pages;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Tenants.TimeReports.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The tenant directory page, with a tenant's details open in a dialog if the URL says so.</summary>
public sealed class DirectoryRoutes(
    Database database,
    TenantList list,
    TenantDialog dialog,
    Panels panels,
    Declarations declarations,
    Catalogue catalogue,
    Denials denials
)
{
    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var address = DirectoryAddress.Of(context.Request);
        address.Tidy(context);
        await using var work = await database.Read(context.RequestAborted);
        var (population, names) = (await Populations.Shown(caller, work), await PlanBook.Names(work));
        if (await SupportNumber.Find(context.Request.Query.Sought(), caller, population, work) is { } memberId)
            return Opened(context, MemberAddress.Of(memberId));
        var declared = declarations.Now.AttributesOf(population);
        return new Page(
            Wording.Say("Tenants"),
            Page.Of<DirectoryPage>(
                (nameof(DirectoryPage.Address), address),
                (nameof(DirectoryPage.Population), population),
                (
                    nameof(DirectoryPage.Operation),
                    AccessActions.ForMany.Where(caller.May).Concat(catalogue.On("tenant", population, caller)).FirstOrDefault()?.Name
                ),
                (nameof(DirectoryPage.Denied), await denials.Of(caller, AccessActions.ForMany, work)),
                (nameof(DirectoryPage.MayReport), caller.May(TimeReportAddress.Permission)),
                (nameof(DirectoryPage.Counts), (await StatusCounts.Now(population, work)).Tenants),
                (
                    nameof(DirectoryPage.Filters),
                    address.ShowsFilters ? await DirectoryChoices.Find(address, names, declared, work) : DirectoryChoices.Set(address, names, declared)
                ),
                (nameof(DirectoryPage.PlanNames), names),
                (nameof(DirectoryPage.Declared), declared),
                (nameof(DirectoryPage.Views), await panels.Views(address.Place(caller), work)),
                (nameof(DirectoryPage.List), await list.Find(TenantFilter.Read(context.Request.Query, population, caller.OnlyTenant), work))
            )
        )
        {
            Dialog = await Opened(context, caller, address, work),
        };
    }

    /// <summary>A support number identifies one member, so it opens their page instead of the list.</summary>
    private static IResult Opened(HttpContext context, string address)
    {
        if (!context.IsPartial())
            return Results.Redirect(address);
        context.Response.Headers["HX-Redirect"] = address;
        return Results.NoContent();
    }

    private async Task<RenderFragment?> Opened(HttpContext context, Caller caller, ListAddress address, Work work) =>
        context.Request.Text("open") is { } tenantId && !context.IsPartial()
            ? await dialog.Find(caller, tenantId, context.Request.Text("tab"), address.Path, work)
            : null;
}
