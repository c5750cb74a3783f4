using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>API endpoints for upgrade requests.</summary>
public sealed class UpgradeEndpoints(Database database, UpgradeRequests requests, UpgradeList list)
{
    public const string RequestPermission = "upgrade.request",
        Read = "upgrade.read";

    public async Task<IResult> Create(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var asked = await RequestBody.ReadJson<UpgradeRequestInput>(context, context.RequestAborted);
        if (asked.Plan.Length is 0 or > 200)
            throw Problem.Invalid("plan", "must be the key of a plan.");
        if (asked.Replaces?.Any(string.IsNullOrEmpty) == true)
            throw Problem.Invalid("replaces", "must be a list of plan keys.");
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        database.DiskSpaceGuard.ThrowIfFull();
        var (tenantId, by) = await ResolveRequester(caller, id, asked.Member, context.RequestAborted);
        var key = IdempotencyKey.ReadHeader(context.Request) is { } named ? IdempotencyKey.Of($"{caller.Id} {named}", Json.Text(asked)) : null;
        await using var work = await database.Write(WriteOrigin.Intake(UpgradeRequests.Intake), [tenantId], context.RequestAborted);
        var request = await requests.Create(tenantId, asked.Plan, asked.Replaces, asked.Reason, by, work, key);
        await work.Commit();
        return Results.Json(UpgradeView.Of(request), Json.ResponseOptions);
    }

    public async Task<IResult> Cancel(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        UpgradeRequest request;
        await using (var reading = await database.Read(context.RequestAborted))
            request = await Get(caller, id, reading);
        await using var work = await database.Write(WriteOrigin.Intake(UpgradeRequests.Intake), [request.TenantId], context.RequestAborted);
        var cancelled = await requests.Cancel(request.TenantId, id, caller.Id, work);
        await work.Commit();
        return Results.Json(UpgradeView.Of(cancelled), Json.ResponseOptions);
    }

    public async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(UpgradeView.Of(await Get(Caller.Of(context)!, id, work)), Json.ResponseOptions);
    }

    public Task<IResult> List(HttpContext context) => Answer(context, (_, _) => Task.FromResult<string?>(null));

    public Task<IResult> OfTenant(HttpContext context, string id) => Answer(context, async (caller, work) => await SubjectResolver.Tenant(caller, id, work));

    private async Task<IResult> Answer(HttpContext context, Func<Caller, UnitOfWork, Task<string?>> tenant)
    {
        context.Request.RequireKnown("state", "cursor", "limit");
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var filter = new UpgradeFilter(
            caller,
            await Modes.Shown(caller, work),
            await tenant(caller, work),
            context.Request.Word<UpgradeState>("state"),
            context.Request.Text("cursor"),
            context.Request.Limit()
        );
        var page = await list.Find(filter, work);
        return Results.Json(new Page<UpgradeView>([.. page.Data.Select(UpgradeView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    /// <returns>The tenant and the requester: the given member, or the caller.</returns>
    private async Task<(string TenantId, string By)> ResolveRequester(Caller caller, string id, string? member, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        if (member is null)
            return (tenantId, caller.Id);
        var found = await SubjectResolver.MemberOf(tenantId, member, work);
        return found is null ? throw new Problem(422, "unknown_member", "The tenant has no member with this id.") : (tenantId, found);
    }

    private static async Task<UpgradeRequest> Get(Caller caller, string id, UnitOfWork work) =>
        await UpgradeRows.Find(id, work) is { } request
        && caller.CanSee(request.TenantId)
        && await Modes.Of(request.TenantId, work) == await Modes.Shown(caller, work)
            ? request
            : throw Problem.NotFound("upgrade request", id);
}
