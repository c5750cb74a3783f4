using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Blocks;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Endpoints to commit, release and read reservations.</summary>
public sealed class ReservationEndpoints(Database database, Reservations reservations, ClaimGuard attempts)
{
    public async Task<IResult> Find(HttpContext context, string id) => Answer(await Get(context, id));

    public async Task<IResult> Commit(HttpContext context, string id)
    {
        var asked = await RequestBody.ReadJson<CommitRequest>(context, context.RequestAborted);
        decimal? actual = asked.Amount is { } text
            ? Allowance.Amount(text, decimals: 6) ?? throw Problem.Invalid("amount", "must be a number of 0 or more, as a string.")
            : null;
        database.DiskSpaceGuard.ThrowIfFull();
        var held = await Get(context, id);
        return Answer(await attempts.Run(held.TenantId, held.Feature, () => reservations.Commit(held, actual, context.RequestAborted)));
    }

    public async Task<IResult> Release(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        return Answer(await reservations.Release(await Get(context, id), context.RequestAborted));
    }

    private async Task<Reservation> Get(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        await using (var work = await database.Read(context.RequestAborted))
            if (await reservations.Find(id, work) is { } found && caller.CanSee(found.TenantId, found.Mode))
                return found;
        throw new Problem(404, "not_found", "No reservation has this id.") { Asked = [await reservations.Owner(id, context.RequestAborted) ?? id] };
    }

    private static IResult Answer(Reservation one) => Results.Json(ReservationView.Of(one), Json.ResponseOptions);
}
