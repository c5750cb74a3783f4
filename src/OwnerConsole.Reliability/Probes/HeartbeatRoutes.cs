using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Receives calls of heartbeats from jobs of the application.</summary>
internal sealed class HeartbeatRoutes(Database database, ProbeResults results, TimeProvider clock)
{
    private const string Address = "/api/v1/heartbeats/";

    private const int MaxToken = 100;

    /// <returns>Path that a job calls.</returns>
    public static string Of(string token) => Address + token;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(Address + "{token}", (HttpContext context, string token, HeartbeatRoutes self) => self.Receive(context, token))
            .WithSummary("Report that a job has run, with the address of its heartbeat probe. The body is ignored.")
            .Produces<HeartbeatReceipt>()
            .DisableAntiforgery() // jobs send no cookie, and the token proves the origin
            .AllowAnyone("requires the secret token of a heartbeat probe");

    /// <exception cref="Problem">404 for an unknown token.</exception>
    private async Task<IResult> Receive(HttpContext context, string token)
    {
        context.Request.RequireKnown();
        Probe? probe = null;
        if (token.Length <= MaxToken)
        {
            await using var look = await database.ReadTenants([IdGenerator.Platform], context.RequestAborted);
            probe = await Probe.FindByToken(RandomToken.Hash(token), look);
        }
        if (probe is null)
            throw new Problem(404, "unknown_heartbeat", "No heartbeat probe has this address. Copy the address that was shown when the probe was added.");
        var now = clock.GetUtcNow();
        var isCounted = await results.Record(new(probe.Id, now, HealthState.Up, null, null) { IsCall = true });
        return Results.Json(new HeartbeatReceipt(now, isCounted), Json.ResponseOptions);
    }
}

/// <summary>Answer to a call of a heartbeat.</summary>
/// <param name="ReceivedAt">When the call was received.</param>
/// <param name="IsCounted">False while the probe is paused.</param>
public sealed record HeartbeatReceipt(DateTimeOffset ReceivedAt, bool IsCounted);
