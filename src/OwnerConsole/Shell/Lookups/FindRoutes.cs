using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Serves search: suggestions for the palette, and a page of links that works without script.</summary>
public sealed class FindRoutes(LookupSearch offers, IEnumerable<IFinder> finders, Database database)
{
    public const string Address = "/find";

    private const int MaxHits = 8;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, FindRoutes self) => self.Show(context)).RequirePermission("tenant.read");
        routes.MapGet(Address + "/known", (HttpContext context, FindRoutes self) => self.Known(context)).RequirePermission("tenant.read");
        routes.MapGet(OperationAddress.Options, (HttpContext context, FindRoutes self) => self.Options(context)).RequirePermission("tenant.read");
        routes.MapGet(Address + "/found", (HttpContext context, FindRoutes self) => self.Found(context)).RequirePermission("tenant.read");
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so there is a caller
        var text = context.Request.Text("q") ?? "";
        var typed = LookupQuery.Of(text);
        var answer = await offers.Find(caller, typed, Address, context.RequestAborted);
        return new PageResult("Find", PageResult.Of<FindPage>((nameof(FindPage.Text), text), (nameof(FindPage.Answer), answer)));
    }

    private async Task<IResult> Known(HttpContext context) =>
        Results.Json(await offers.Known(Caller.Of(context)!, Back(context), context.RequestAborted), Json.ResponseOptions);

    private async Task<IResult> Found(HttpContext context) =>
        Results.Json(
            await offers.Find(Caller.Of(context)!, LookupQuery.Of(context.Request.Text("q")), Back(context), context.RequestAborted),
            Json.ResponseOptions
        );

    /// <summary>Suggestions for a field of an operation form, limited to the tenant of the member if the form names one.</summary>
    private async Task<IResult> Options(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var text = context.Request.Text(context.Request.Text("field") ?? "") ?? "";
        var finder = finders.FirstOrDefault(one => one.Kind == context.Request.Text("kind") && caller.CanRead(one.Permission));
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        if (context.Request.Text("subject") is { } subject && IdGenerator.IsMember(subject))
            caller = caller with { OnlyTenant = (await SubjectResolver.Member(caller, subject, work)).TenantId };
        var hits = finder is null || text.Length == 0 ? [] : await finder.Find(caller, mode, text, MaxHits, work);
        return new ComponentResult(typeof(HitOptions), (nameof(HitOptions.Hits), hits));
    }

    private static string Back(HttpContext context) => LocalAddress.OrNull(context.Request.Text("back")) ?? "/";
}
