using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Portal.Accounts;

/// <summary>How a tenant's people come to its own pages: the application asks for a link, the browser follows it.</summary>
public sealed class PortalEndpoints(Database database, PortalDoor portal)
{
    public const string Entrance = "/account/open";

    private const int LongestUrl = 2000;

    public async Task<IResult> Open(HttpContext context)
    {
        context.Request.Knows();
        var asked = await Body.Json<PortalAsked>(context, context.RequestAborted);
        var scopes = Scopes(asked.Scopes);
        if (asked.ReturnUrl is { } url && !LeadsBack(url))
            throw Problem.Invalid("return_url", $"is an address of your application that begins with https or http, and has {LongestUrl} characters at most.");
        database.Fullness.Demand();
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        string tenantId;
        string? memberId = null;
        string? console;
        await using (var reading = await database.Read(context.RequestAborted))
        {
            tenantId = await Subjects.Tenant(caller, asked.Tenant, reading);
            if (tenantId == IdSource.Platform)
                throw Problem.NotFound("tenant", asked.Tenant);
            if (await PortalDoor.Trouble(tenantId, reading) is { Word: var word })
                throw new Problem(409, $"tenant_{word}", $"This tenant is {word}: nobody of it is let in.");
            if (asked.Member is { } member)
                memberId = await Subjects.MemberOf(tenantId, member, reading) ?? throw Problem.NotFound("member", member);
            console = await PlatformAddress.Of(reading);
        }
        await using var work = await database.Write(Door.Intake("portal.open"), [tenantId], context.RequestAborted);
        var link = await portal.Open(tenantId, memberId, scopes, asked.ReturnUrl, caller.Id, work);
        await work.Commit();
        var from = console ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return Results.Json(
            new PortalOpened(link.Id, $"{from}{Entrance}?link={Uri.EscapeDataString(link.Text)}", link.Until),
            Json.Answers,
            statusCode: StatusCodes.Status201Created
        );
    }

    public async Task<IResult> Enter(HttpContext context)
    {
        // A browser that guesses what comes next would use the link up.
        if (context.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase))
            return Results.StatusCode(StatusCodes.Status204NoContent);
        if (!SessionCookie.CanBeKept(context))
            throw new Problem(400, "portal_insecure", "This page is shown by https only. Tell whoever runs the application that you came from.");
        if (await portal.Enter(context.Request.Query["link"].ToString(), context.RequestAborted) is not { } entry)
            throw new Problem(410, "portal_link", "This link was used before, or is too old. Go back to your application and open the page there again.");
        PortalCookie.Write(context, entry.Secret, entry.EndsAt);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Redirect(entry.Scopes.Contains(PortalDoor.PlanRead, StringComparer.Ordinal) ? Module.Plan : $"{Module.Plan}/request");
    }

    private static IReadOnlyList<string> Scopes(IReadOnlyList<string>? asked)
    {
        if (asked is null)
            return PortalDoor.Scopes;
        if (asked.Count == 0 || asked.Except(PortalDoor.Scopes, StringComparer.Ordinal).Any())
            throw Problem.Invalid("scopes", $"are one or more of {string.Join(", ", PortalDoor.Scopes)}.");
        return [.. asked.Distinct(StringComparer.Ordinal)];
    }

    private static bool LeadsBack(string url) =>
        url.Length <= LongestUrl
        && !url.Any(char.IsControl)
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0;
}

/// <summary>Whom an application lets in.</summary>
/// <param name="Tenant">its id, or ext: and your own id of it</param>
/// <param name="Member">who it is: an id of one of this tenant's people, or ext: and your own id; left out when you don't say</param>
/// <param name="Scopes">plan.read: see the plan and what is used; upgrade.request: ask for another plan. Both when it is left out</param>
/// <param name="ReturnUrl">where the page leads back to; nowhere when it is left out</param>
public sealed record PortalAsked(string Tenant, string? Member = null, IReadOnlyList<string>? Scopes = null, string? ReturnUrl = null);

/// <summary>A link to a tenant's own pages.</summary>
/// <param name="Url">to be opened or embedded now: good once</param>
/// <param name="ExpiresAt">when the link is good for nobody any more; who came in by then stays for an hour</param>
public sealed record PortalOpened(string Id, string Url, DateTimeOffset ExpiresAt);
