using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>Endpoints to commit, release and read reservations.</summary>
public sealed class ReservationEndpoints(Database database, ReservationCloser reservations, ClaimGuard attempts)
{
    /// <param name="check">Permission to read.</param>
    /// <param name="consume">Permission to change usage.</param>
    internal static void Map(IEndpointRouteBuilder routes, string check, string consume)
    {
        routes
            .MapPost("/api/v1/entitlements/reserve", (EntitlementEndpoints self, HttpContext context) => self.Reserve(context))
            .WithSummary(
                "Reserve an amount of a counter before you act: 200 with the reservation, 402 with upgrade options if it exceeds the limit. It expires after ttl_seconds. With an Idempotency-Key, retries reserve once."
            )
            .AcceptsJson<ReserveRequest>()
            .Produces<ReservationView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(consume);
        routes
            .MapGet("/api/v1/entitlements/reservations/{id}", (ReservationEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get a reservation, and the usage of its period.")
            .Produces<ReservationView>()
            .RequirePermission(check);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/commit", (ReservationEndpoints self, HttpContext context, string id) => self.Commit(context, id))
            .WithSummary(
                "Count the used part of a reservation and release the rest. A larger amount is counted if it is within the limit; otherwise 402, and the reservation stays open. 409 if it was released, expired or committed with another amount."
            )
            .AcceptsJson<CommitRequest>()
            .Produces<ReservationView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(consume);
        routes
            .MapPost("/api/v1/entitlements/reservations/{id}/release", (ReservationEndpoints self, HttpContext context, string id) => self.Release(context, id))
            .WithSummary("Release a reservation. 409 if it was committed.")
            .Produces<ReservationView>()
            .WithMetadata(new HighRateLimit())
            .RequirePermission(consume);
    }

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
