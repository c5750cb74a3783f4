using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.CommandCenter.Public;
using OwnerConsole.Tenants.Directory.Pages;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Tenants.TimeReports.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The tenant directory page, with a tenant's details open in a dialog if the URL says so.</summary>
public sealed class DirectoryRoutes(
    Database database,
    TenantList list,
    PlanNames plans,
    TenantDialog dialog,
    Panels panels,
    DeclarationCache declarations,
    OperationCatalogue catalogue,
    DenialExplainer denials
)
{
    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var address = DirectoryAddress.Of(context.Request);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var (mode, names) = (await Modes.Shown(caller, work), await plans(work));
        if (await SupportNumber.Find(context.Request.Query.SearchText(), caller, mode, work) is { } memberId)
            return Open(context, MemberAddress.Of(memberId));
        var declared = declarations.Current.AttributesOf(mode);
        var filter = TenantFilter.Read(context.Request.Query, mode, caller.OnlyTenant, TenantSort.Attention);
        var counts = (await StatusCounts.Now(mode, work)).Tenants;
        return new PageResult(
            Wording.Translate("Tenants"),
            PageResult.Of<DirectoryPage>(
                (nameof(DirectoryPage.Address), address),
                (nameof(DirectoryPage.Mode), mode),
                (nameof(DirectoryPage.HasOperations), catalogue.ListFor("tenant", mode, caller).Count > 0),
                (nameof(DirectoryPage.Denied), await denials.Of(caller, AccessActions.BulkActions, work)),
                (nameof(DirectoryPage.MayReport), caller.Can(TimeReportAddress.Permission)),
                (nameof(DirectoryPage.MaySetUp), caller.Can("metric.read")),
                (nameof(DirectoryPage.Counts), counts),
                (nameof(DirectoryPage.Deleted), counts.ContainsKey(TenantStatus.Anonymised) ? await DeletedTenants.Count(mode, work) : 0L),
                (
                    nameof(DirectoryPage.Filters),
                    address.ShowsFilters
                        ? await DirectoryFilters.FindAll(address, names, declared, work)
                        : DirectoryFilters.FindSelected(address, names, declared)
                ),
                (nameof(DirectoryPage.PlanNames), names),
                (nameof(DirectoryPage.Declared), declared),
                (nameof(DirectoryPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(DirectoryPage.Sort), filter.Sort),
                (nameof(DirectoryPage.List), await list.FindWithRevenue(filter, work))
            )
        )
        {
            Dialog = await Open(context, caller, address, work),
        };
    }

    /// <summary>A support number identifies one member, so it opens their page instead of the list.</summary>
    private static IResult Open(HttpContext context, string address)
    {
        if (!context.IsPartial())
            return Results.Redirect(address);
        context.Response.Headers["HX-Redirect"] = address;
        return Results.NoContent();
    }

    private async Task<RenderFragment?> Open(HttpContext context, Caller caller, ListAddress address, UnitOfWork work) =>
        context.Request.Text("open") is { } tenantId && !context.IsPartial()
            ? await dialog.Find(caller, tenantId, context.Request.Text("tab"), address.Path, work)
            : null;
}
