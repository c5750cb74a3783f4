using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Portal.Accounts;

/// <summary>Portal sessions: the application requests a link, and the user's browser opens it.</summary>
public sealed class PortalEndpoints(Database database, PortalAccess portal)
{
    public const string Entrance = "/account/open";

    private const int MaxUrlLength = 2000;

    public async Task<IResult> Open(HttpContext context)
    {
        context.Request.RequireKnown();
        var asked = await RequestBody.ReadJson<PortalLinkRequest>(context, context.RequestAborted);
        var scopes = Scopes(asked.Scopes);
        if (asked.ReturnUrl is { } url && !IsReturnUrl(url))
            throw Problem.Invalid("return_url", $"must be an http or https URL of your application with at most {MaxUrlLength} characters.");
        database.DiskSpaceGuard.ThrowIfFull();
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        string tenantId;
        string? memberId = null;
        string? console;
        await using (var reading = await database.Read(context.RequestAborted))
        {
            tenantId = await SubjectResolver.Tenant(caller, asked.Tenant, reading);
            if (tenantId == IdGenerator.Platform)
                throw Problem.NotFound("tenant", asked.Tenant);
            if (await PortalAccess.FindClosed(tenantId, reading) is { Word: var word })
                throw new Problem(409, $"tenant_{word}", $"This tenant is {word}, so its users can't open the portal.");
            if (asked.Member is { } member)
                memberId = await SubjectResolver.MemberOf(tenantId, member, reading) ?? throw Problem.NotFound("member", member);
            if (memberId is not null && await IsSuspended(tenantId, memberId, reading))
                throw new Problem(409, "member_suspended", "This member is suspended, so they can't open the portal.");
            console = await PlatformAddress.Of(reading);
        }
        await using var work = await database.Write(WriteOrigin.Intake("portal.open"), [tenantId], context.RequestAborted);
        var link = await portal.Open(tenantId, memberId, scopes, asked.ReturnUrl, caller.Id, work);
        await work.Commit();
        var from = console ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return Results.Json(
            new PortalLinkResponse(link.Id, $"{from}{Entrance}?link={Uri.EscapeDataString(link.Text)}", link.Until),
            Json.ResponseOptions,
            statusCode: StatusCodes.Status201Created
        );
    }

    public async Task<IResult> Enter(HttpContext context)
    {
        // A prefetching browser would use up the link.
        if (context.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase))
            return Results.StatusCode(StatusCodes.Status204NoContent);
        if (!SessionCookie.CanBeKept(context))
            throw new Problem(400, "portal_insecure", "This page is only available over HTTPS. Contact the support of the application you came from.");
        if (await portal.Enter(context.Request.Query["link"].ToString(), context.RequestAborted) is not { } entry)
            throw new Problem(410, "portal_link", "This link has expired or has already been used. Go back to your application and open the page again.");
        PortalCookie.Write(context, entry.Secret, entry.EndsAt);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Redirect(FirstPage(entry.Scopes));
    }

    private static Task<bool> IsSuspended(string tenantId, string memberId, UnitOfWork work) =>
        work.One<bool>(
            $"""
            select exists (
              select from access.member_suspensions this
               where this.tenant_id = @tenantId and this.closed_by is null
                 and {MemberRestrictions.Person} = coalesce(
                       (select g.into_id from core.merges g where g.tenant_id = @tenantId and g.member_id = @memberId and g.to_at is null), @memberId))
            """,
            new { tenantId, memberId }
        );

    private static string FirstPage(IReadOnlyList<string> scopes) =>
        scopes.Contains(PortalAccess.PlanRead, StringComparer.Ordinal) ? Module.Plan
        : scopes.Contains(PortalAccess.UpgradeRequest, StringComparer.Ordinal) ? $"{Module.Plan}/request"
        : scopes.Contains(PortalAccess.NotificationRead, StringComparer.Ordinal) ? $"{PortalFramePolicy.PathPrefix}/notifications"
        : $"{PortalFramePolicy.PathPrefix}/status";

    private static IReadOnlyList<string> Scopes(IReadOnlyList<string>? asked)
    {
        if (asked is null)
            return PortalAccess.Scopes;
        if (asked.Count == 0 || asked.Except(PortalAccess.Scopes, StringComparer.Ordinal).Any())
            throw Problem.Invalid("scopes", $"must be one or more of {string.Join(", ", PortalAccess.Scopes)}.");
        return [.. asked.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsReturnUrl(string url) =>
        url.Length <= MaxUrlLength
        && !url.Any(char.IsControl)
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0;
}

/// <summary>A request for a portal session.</summary>
/// <param name="Tenant">ID of the tenant, or ext: and your ID.</param>
/// <param name="Member">ID of the tenant's member who opens the portal, or ext: and your ID. Optional.</param>
/// <param name="Scopes">plan.read: see the plan and usage; upgrade.request: request another plan; notification.read: see the member's notifications; status.read: see the status page with the tenant's components. All if omitted.</param>
/// <param name="ReturnUrl">URL that the portal's back button leads to. No button if omitted.</param>
public sealed record PortalLinkRequest(string Tenant, string? Member = null, IReadOnlyList<string>? Scopes = null, string? ReturnUrl = null);

/// <summary>A link to the portal.</summary>
/// <param name="Url">URL to open or embed now. Valid once.</param>
/// <param name="ExpiresAt">Time at which the link expires. A session opened before then lasts one hour.</param>
public sealed record PortalLinkResponse(string Id, string Url, DateTimeOffset ExpiresAt);
