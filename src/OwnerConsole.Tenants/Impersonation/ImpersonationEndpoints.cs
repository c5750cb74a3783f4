using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>API of impersonation sessions for the application: signing keys, introspection and sign-out.</summary>
public sealed class ImpersonationEndpoints(Database database, Impersonations impersonations, ImpersonationTokens tokens, ImpersonationKeys keys)
{
    public const string IntrospectPermission = "impersonation.introspect";

    /// <param name="Token">The impersonation token; or send the ID.</param>
    /// <param name="Id">The token's <c>sid</c> claim.</param>
    public sealed record IntrospectionRequest(string? Token = null, string? Id = null);

    public async Task<IResult> Keys(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(new { keys = await keys.ListPublic(context.RequestAborted) });
    }

    /// <summary>Returns only <c>active: false</c> for an invalid token, for a session that has ended and for one in the other mode.</summary>
    public async Task<IResult> Introspect(HttpContext context)
    {
        context.Request.RequireKnown();
        var body = await RequestBody.ReadJson<IntrospectionRequest>(context, context.RequestAborted);
        var id = body switch
        {
            { Token: { Length: > 0 } token, Id: null } => await tokens.Read(token, context.RequestAborted),
            { Token: null, Id: { Length: > 0 } said } => said,
            _ => throw Problem.Invalid("token", "send either token or id, not both."),
        };
        ImpersonationRow? row = null;
        if (id is not null)
            await using (var work = await database.Read(context.RequestAborted))
                row = await Find(Caller.Of(context)!, id, work);
        return Results.Json(
            row is { IsOpen: true } && await impersonations.IsAuthorized(row, context.RequestAborted)
                ? new IntrospectionResponse(true, row.ImpersonationId, row.Access, row.MemberId, row.TenantId, row.EndsAt)
                : new IntrospectionResponse(false),
            Json.ResponseOptions
        );
    }

    /// <summary>Idempotent: leaving a session that has ended does nothing.</summary>
    public async Task<IResult> Leave(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        ImpersonationRow row;
        await using (var reading = await database.Read(context.RequestAborted))
            row = await Find(caller, id, reading) ?? throw Problem.NotFound("impersonation", id);
        if (row.ClosedAt is null)
            await End(row, caller.Id, context.RequestAborted);
        return Results.Json(new IntrospectionResponse(false), Json.ResponseOptions);
    }

    public async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("state", "cursor", "limit");
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var filter = await ImpersonationRoutes.Filter(context.Request, caller, work) with { Limit = context.Request.Limit() };
        var page = await impersonations.List(filter, work);
        return Results.Json(new Page<ImpersonationView>([.. page.Data.Select(ImpersonationView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    private async Task End(ImpersonationRow row, string by, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("impersonation.leave"), [row.TenantId], stop);
        await impersonations.End(row, by, work);
        await work.Commit();
    }

    private async Task<ImpersonationRow?> Find(Caller caller, string id, UnitOfWork work) =>
        await impersonations.Find(id, work) is { } row && caller.CanSee(row.TenantId) && row.Mode == await Modes.Shown(caller, work) ? row : null;
}

/// <summary>Whether an impersonation session is active. The other fields are set only if it is.</summary>
/// <param name="Active">Whether the session is still open. If false, end the session in your application.</param>
/// <param name="Scope">Access of the session: read_only or full.</param>
public sealed record IntrospectionResponse(
    bool Active,
    string? Id = null,
    ImpersonationAccess? Scope = null,
    string? MemberId = null,
    string? TenantId = null,
    DateTimeOffset? ExpiresAt = null
);

/// <summary>An impersonation session in the API.</summary>
/// <param name="By">Team member who opened it.</param>
/// <param name="Access">Whether the session can change data.</param>
/// <param name="Reason">Reason entered by the team member.</param>
/// <param name="EndsAt">When it ends by itself.</param>
/// <param name="EndedAt">When it ended; null while it is open.</param>
/// <param name="IsOpen">Whether it is open now.</param>
public sealed record ImpersonationView(
    string Id,
    string TenantId,
    string MemberId,
    string By,
    ImpersonationAccess Access,
    string Reason,
    string RunId,
    DateTimeOffset OpenedAt,
    DateTimeOffset EndsAt,
    DateTimeOffset? EndedAt,
    bool IsOpen
)
{
    public static ImpersonationView Of(ImpersonationRow row) =>
        new(
            row.ImpersonationId,
            row.TenantId,
            row.MemberId,
            row.RequestedBy,
            row.Access,
            row.Reason,
            row.OpenedBy,
            row.OpenedAt,
            row.EndsAt,
            row.IsOpen ? null : row.Until,
            row.IsOpen
        );
}
