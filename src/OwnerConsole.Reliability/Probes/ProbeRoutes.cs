using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Probes.Pages;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Reliability.Telemetry.Resources.Public;
using OwnerConsole.Reliability.Telemetry.Traffic.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Serves the Health page and probes as pages and through the API.</summary>
internal sealed class ProbeRoutes(
    Database database,
    HealthReader health,
    RequestTrends requests,
    ActiveUserTrends activeUsers,
    SourceTrends sourceTrends,
    TimeProvider clock
)
{
    public const string Address = "/ops/health",
        Read = "probe.read";

    private const string RangeHelp = "Period of the uptime bars and the latency. A quarter is 90 days. Default: month.";

    private const int MaxChanges = 50;

    public static string Of(string id) => $"{Address}/{id}";

    /// <exception cref="Problem">403: the caller can't read the whole platform.</exception>
    public static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Health covers the whole platform. With access to test data or to some tenants only, you can't read it.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ProbeRoutes self) => self.Show(context)).RequirePermission(Read);
        routes.MapGet(Address + "/{id}", (HttpContext context, string id, ProbeRoutes self) => self.ShowOne(context, id)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/health", (HttpContext context, ProbeRoutes self) => self.FindHealth(context))
            .WithSummary("Get the health of the console's own parts and of all probes, and current numbers of your application.")
            .Produces<HealthView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/health/trends", (HttpContext context, ProbeRoutes self) => self.FindTrends(context))
            .WithSummary("Get how active members, API calls, error rate, response times, storage, webhook delay and calls of Stripe have changed.")
            .WithQueryParameter("range", "Period of the trends. A quarter is 90 days. Default: month.", QueryType.OneOf<TrendRange>())
            .Produces<HealthTrends>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/probes", (HttpContext context, ProbeRoutes self) => self.List(context))
            .WithSummary("List probes with their state and uptime, by name. Secrets are never returned.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<ProbeView>>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/probes/{id}", (HttpContext context, string id, ProbeRoutes self) => self.Find(context, id))
            .WithSummary("Get a probe with its latency, uptime bars and last changes of state.")
            .WithQueryParameter("range", RangeHelp, QueryType.OneOf<TrendRange>())
            .Produces<ProbeDetails>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        Platform(context);
        var range = context.Request.Query.Word<TrendRange>("range") ?? TrendRange.Month;
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        var view = await health.Read(caller, work);
        var stored = caller.CanRead(SilentService.Permission) ? await SilentService.List(clock.GetUtcNow(), work) : [];
        var silent = stored.Where(service => service.IsWithin(range, clock.GetUtcNow())).ToList();
        var services = ServiceResources.Of(view.Numbers, silent).Take(ServiceResources.MaxShown).Select(row => row.Service).ToList();
        var trends = await ResourceTrend.List(services, range, clock.GetUtcNow(), work);
        var numberTrends = await ReadNumberTrends(caller, range, work);
        var hasRequests = view.Numbers.Any(number => number is { Key: "api_calls", LastAt: not null });
        var hasSizes = numberTrends[StorageNumbers.Key].Any(size => size.Value is not null);
        var bars = await UptimeReader.ListBars([.. view.Probes.Select(probe => probe.Id)], range, clock.GetUtcNow(), work);
        var histories = await PartHistory.List([.. view.Parts.Select(part => part.Key).Distinct(StringComparer.Ordinal)], range, clock.GetUtcNow(), work);
        var hasStates = histories.Values.Any(history => history.Changes.Count > 0);
        return new PageResult(
            "Health",
            PageResult.Of<HealthPage>(
                (nameof(HealthPage.Caller), caller),
                (nameof(HealthPage.Health), view),
                (nameof(HealthPage.Trends), trends),
                (nameof(HealthPage.Silent), silent),
                (nameof(HealthPage.NumberTrends), numberTrends),
                (nameof(HealthPage.HasTrends), stored.Count + trends.Count > 0 || hasRequests || hasSizes || hasStates || numberTrends.Count > 1),
                (nameof(HealthPage.Range), range),
                (nameof(HealthPage.Bars), bars),
                (nameof(HealthPage.Histories), histories)
            )
        );
    }

    /// <returns>Trends of the numbers that the caller can see, by key.</returns>
    private async Task<Dictionary<string, IReadOnlyList<NumberPoint>>> ReadNumberTrends(Caller caller, TrendRange range, UnitOfWork work)
    {
        var trends = new Dictionary<string, IReadOnlyList<NumberPoint>>(StringComparer.Ordinal)
        {
            [StorageNumbers.Key] = await StorageHistory.ReadTrend(range, clock.GetUtcNow(), work),
        };
        if (caller.CanRead(RequestTrends.Permission))
            foreach (var (key, values) in await requests.Read(range, work))
                trends[key] = values;
        if (caller.CanRead(ActiveUserTrends.Permission))
            foreach (var (key, values) in await activeUsers.Read(caller, range, work))
                trends[key] = values;
        foreach (var (key, values) in await sourceTrends.Read(caller, range, work))
            trends[key] = values;
        return trends;
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var details = await Details(context, id, work);
        return new PageResult(
            details.Probe.Name,
            PageResult.Of<ProbePage>((nameof(ProbePage.Caller), Caller.Of(context)), (nameof(ProbePage.Details), details))
        );
    }

    private async Task<IResult> FindHealth(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await health.Read(Caller.Of(context)!, work), Json.ResponseOptions); // the route needs a permission, so there is a caller
    }

    private async Task<IResult> FindTrends(HttpContext context)
    {
        context.Request.RequireKnown("range");
        Platform(context);
        var range = context.Request.Query.Word<TrendRange>("range") ?? TrendRange.Month;
        await using var work = await database.Read(context.RequestAborted);
        var trends = await ReadNumberTrends(Caller.Of(context)!, range, work); // the route needs a permission, so there is a caller
        return Results.Json(new HealthTrends(range, [.. trends.Select(trend => new HealthTrend(trend.Key, trend.Value))]), Json.ResponseOptions);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new OwnerConsole.Data.Page<ProbeView>(await health.ReadProbes(work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown("range");
        Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await Details(context, id, work), Json.ResponseOptions);
    }

    private async Task<ProbeDetails> Details(HttpContext context, string id, UnitOfWork work)
    {
        var range = context.Request.Query.Word<TrendRange>("range") ?? TrendRange.Month;
        var probe = await Probe.Find(id, work) is { IsRemoved: false } found ? found : throw Problem.NotFound("probe", id);
        var now = clock.GetUtcNow();
        // The state is read first: a result that is stored in between is then counted early, but a result in the state is never missing in the counts.
        var state = await ProbeState.Find(id, work);
        var uptime = await UptimeReader.List([id], now, work);
        return new(
            ProbeView.Of(probe, ProbeState.Current(probe, state, now), uptime.GetValueOrDefault(id)),
            range,
            await UptimeReader.ReadLatency(id, range, now, work),
            (await UptimeReader.ListBars([id], range, now, work))[id],
            await StateChange.List(id, MaxChanges, work)
        );
    }
}
