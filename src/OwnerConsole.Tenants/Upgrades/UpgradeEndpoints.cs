using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>API endpoints for upgrade requests.</summary>
public sealed class UpgradeEndpoints(Database database, UpgradeRequests requests, UpgradeList list)
{
    public const string Ask = "upgrade.request",
        Read = "upgrade.read";

    public async Task<IResult> Open(HttpContext context, string id)
    {
        context.Request.Knows();
        var asked = await Body.Json<UpgradeAsked>(context, context.RequestAborted);
        if (asked.Plan.Length is 0 or > 200)
            throw Problem.Invalid("plan", "must be the key of a plan.");
        if (asked.Replaces?.Any(string.IsNullOrEmpty) == true)
            throw Problem.Invalid("replaces", "must be a list of plan keys.");
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        database.Fullness.Demand();
        var (tenantId, by) = await Who(caller, id, asked.Member, context.RequestAborted);
        var key = IdempotencyKey.Named(context.Request) is { } named ? IdempotencyKey.Of($"{caller.Id} {named}", Json.Text(asked)) : null;
        await using var work = await database.Write(Door.Intake(UpgradeRequests.Intake), [tenantId], context.RequestAborted);
        var request = await requests.Ask(tenantId, asked.Plan, asked.Replaces, asked.Reason, by, work, key);
        await work.Commit();
        return Results.Json(UpgradeView.Of(request), Json.Answers);
    }

    public async Task<IResult> Cancel(HttpContext context, string id)
    {
        context.Request.Knows();
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        UpgradeRequest request;
        await using (var reading = await database.Read(context.RequestAborted))
            request = await Seen(caller, id, reading);
        await using var work = await database.Write(Door.Intake(UpgradeRequests.Intake), [request.TenantId], context.RequestAborted);
        var cancelled = await requests.Cancel(request.TenantId, id, caller.Id, work);
        await work.Commit();
        return Results.Json(UpgradeView.Of(cancelled), Json.Answers);
    }

    public async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.Knows();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(UpgradeView.Of(await Seen(Caller.Of(context)!, id, work)), Json.Answers);
    }

    public Task<IResult> List(HttpContext context) => Answer(context, (_, _) => Task.FromResult<string?>(null));

    public Task<IResult> OfTenant(HttpContext context, string id) => Answer(context, async (caller, work) => await Subjects.Tenant(caller, id, work));

    private async Task<IResult> Answer(HttpContext context, Func<Caller, Work, Task<string?>> tenant)
    {
        context.Request.Knows("state", "cursor", "limit");
        var caller = Caller.Of(context)!; // not null: the route requires a permission
        await using var work = await database.Read(context.RequestAborted);
        var filter = new UpgradeFilter(
            caller,
            await Populations.Shown(caller, work),
            await tenant(caller, work),
            context.Request.Word<UpgradeState>("state"),
            context.Request.Text("cursor"),
            context.Request.Limit()
        );
        var page = await list.Find(filter, work);
        return Results.Json(new Page<UpgradeView>([.. page.Data.Select(UpgradeView.Of)], page.NextCursor, page.Total), Json.Answers);
    }

    /// <returns>The tenant and the requester: the given member, or the caller.</returns>
    private async Task<(string TenantId, string By)> Who(Caller caller, string id, string? member, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var tenantId = await Subjects.Tenant(caller, id, work);
        if (member is null)
            return (tenantId, caller.Id);
        var found = await Subjects.MemberOf(tenantId, member, work);
        return found is null ? throw new Problem(422, "unknown_member", "The tenant has no member with this id.") : (tenantId, found);
    }

    private static async Task<UpgradeRequest> Seen(Caller caller, string id, Work work) =>
        await UpgradeRows.Find(id, work) is { } request
        && caller.MaySee(request.TenantId)
        && await work.One<Population>("select population from core.tenants where tenant_id = @TenantId", new { request.TenantId })
            == await Populations.Shown(caller, work)
            ? request
            : throw Problem.NotFound("upgrade request", id);
}
