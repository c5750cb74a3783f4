using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.Members.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Members;

/// <summary>The page that lists the members of all tenants.</summary>
public sealed class MemberListRoutes(
    Database database,
    MemberSearch search,
    MemberFilters filters,
    Panels panels,
    DeclarationCache declarations,
    OperationCatalogue catalogue,
    DenialExplainer denials
)
{
    public async Task<IResult> List(HttpContext context)
    {
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        var address = MemberExport.Read(context.Request);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        var declared = declarations.Current.MemberAttributesOf(mode);
        return new PageResult(
            Wording.Translate("Users"),
            PageResult.Of<MembersPage>(
                (nameof(MembersPage.Address), address),
                (nameof(MembersPage.Mode), mode),
                (nameof(MembersPage.Declared), declared),
                (nameof(MembersPage.HasOperations), catalogue.ListFor("member", mode, caller).Count > 0),
                (nameof(MembersPage.Denied), await denials.Of(caller, AccessActions.BulkActionsOfMembers, work)),
                (nameof(MembersPage.Filters), await filters.Find(address, declared, work)),
                (nameof(MembersPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(MembersPage.List), await search.Find(MemberSearch.Filter.Read(context.Request.Query, mode, caller.OnlyTenant), work))
            )
        );
    }
}
