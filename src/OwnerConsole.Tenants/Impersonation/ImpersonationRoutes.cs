using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Impersonation.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>The redirect into the application, and the impersonation log.</summary>
public sealed class ImpersonationRoutes(Database database, Impersonations impersonations, ImpersonationTokens tokens, Panels panels)
{
    public const string Address = "/audit/impersonation";

    public const string Permission = "impersonation.read";

    public static string Enter(string id) => $"{Address}/{id}/enter";

    public static ListAddress List(HttpRequest request) => ListAddress.Of(Address, request, part => part == "state");

    public static async Task<ImpersonationFilter> Filter(HttpRequest request, Caller caller, UnitOfWork work) =>
        new(caller, await Modes.Shown(caller, work), request.Word<ImpersonationState>("state"), request.Text("cursor"));

    public async Task<IResult> Show(HttpContext context)
    {
        var address = List(context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var rows = await impersonations.List(await Filter(context.Request, caller, work), work);
        return new PageResult(
            "Impersonation log",
            PageResult.Of<ImpersonationsPage>(
                (nameof(ImpersonationsPage.Caller), caller),
                (nameof(ImpersonationsPage.Address), address),
                (nameof(ImpersonationsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(ImpersonationsPage.Names), await SentenceRenderer.For(rows.Data.SelectMany(NamedIds), work)),
                (nameof(ImpersonationsPage.Rows), rows)
            )
        );
    }

    /// <summary>Redirects to the application with a new token. Only the person who started the session can do this, and only while it is active.</summary>
    public async Task<IResult> Go(HttpContext context, string id)
    {
        var (url, visit) = await Visit(context, id);
        var token = await tokens.Make(visit, await Issuer(context), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(QueryHelpers.AddQueryString(url, "token", token));
    }

    /// <summary>The issuer of tokens. The application trusts tokens by their issuer, so it never comes from a request header.</summary>
    /// <returns>platform.url; on a local test machine, the console's localhost address.</returns>
    private async Task<string> Issuer(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return await PlatformAddress.Of(work)
            ?? (
                context.Connection.LocalIpAddress is { } here && IPAddress.IsLoopback(here) && SessionCookie.CanBeKept(context)
                    ? $"{(context.Request.IsHttps ? "https" : "http")}://localhost:{context.Connection.LocalPort}"
                    : throw new Problem(409, "no_address", "Set the console URL first (platform.url in Settings). Your application checks it in the token.")
            );
    }

    private async Task<(string Url, ImpersonationTokenRequest Visit)> Visit(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        if (await impersonations.Find(id, work) is not { } row || row.RequestedBy != caller.Id)
            throw Problem.NotFound("impersonation", id);
        if (!row.IsOpen)
            throw new Problem(410, "over", "This impersonation session has ended. Start a new one if you still need access.");
        if ((await DeclarationWriter.Find(row.Mode, work))?.Report is not { ImpersonationUrl: { } url } application)
            throw new Problem(409, "not_offered", "Your application no longer declares impersonation_url, so impersonation isn't possible.");
        var names = await SentenceRenderer.For([row.RequestedBy], work);
        return (url, new(row, application.Name, names.Name(row.RequestedBy), await ImpersonationTokens.Blocked.Get(work)));
    }

    internal static IEnumerable<string> NamedIds(ImpersonationRow row) => [row.MemberId, row.TenantId, row.RequestedBy];
}
