using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Checks entitlements and counts usage. Tenants and resources are identified by your own IDs.</summary>
/// <remarks>
/// A reached limit is a result, not an exception. Calls take at most five seconds including retries; after that, the console counts as unreachable,
/// and the feature's outage setting decides. <see cref="RefusedException"/> reports invalid calls, for example with an undeclared feature.
/// </remarks>
public sealed class Limits : IDisposable
{
    internal const string Use = $"{Root}/consume";
    private const string Root = "/api/v1/entitlements";

    /// <summary>Maximum duration of a call, because a user may be waiting for the page.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly ConsoleHttpClient _wire;
    private readonly PendingUsageSender _late;
    private readonly SnapshotCache _snapshots;

    /// <summary>True after a failed call: the next call tries once and does not wait.</summary>
    private volatile bool _isAway;

    internal Limits(OwnerConsoleOptions options, ConsoleHttpClient wire, PendingUsageSender late, TimeProvider clock, ILogger<Limits> log)
    {
        var kept = options.Spool is { } spool ? new SignedSnapshotStore(options, spool, wire, clock, log) : null;
        (_wire, _late, _snapshots) = (wire, late, new(wire, clock, options.EntitlementsKnownFor, options.EntitlementsFreshFor, kept));
    }

    /// <summary>True if a tenant has a feature: it is on, has a value, or its limit is above zero. Answered from a recent copy in memory (<see cref="OwnerConsoleOptions.EntitlementsFreshFor"/>), so you can call it on every request.</summary>
    /// <returns>The last known value while the console is unreachable.</returns>
    public ValueTask<bool> Has(string tenant, string feature, CancellationToken stop = default) =>
        _snapshots.Fresh(tenant, feature) is { } known ? new(known.IsGranted) : new(AskWhether(tenant, feature, stop));

    /// <summary>Checks whether an amount could be used. Nothing is counted, so another request may use it in the meantime.</summary>
    public Task<LimitResult> Check(string tenant, string feature, decimal amount = 1, CancellationToken stop = default) =>
        Ask(tenant, feature, amount, HttpMethod.Post, $"{Root}/check", new LimitRequest(Own(tenant), feature, amount), key: null, stop);

    /// <summary>Counts usage of a counter if it is within the limit, or checks a rate limit. Usage that was allowed during an outage is counted later.</summary>
    /// <param name="key">Your unique name of this usage, such as a booking's ID: usage with the same key is counted once. Generated if omitted.</param>
    public Task<LimitResult> Consume(string tenant, string feature, decimal amount = 1, string? key = null, CancellationToken stop = default) =>
        Counted(tenant, new(Own(tenant), feature, amount), key ?? NewKey(), stop);

    /// <summary>Counts a resource once in the current period if it is within the limit, for example an active member. Repeated calls count it once.</summary>
    /// <param name="resource">Your ID of the resource.</param>
    public Task<LimitResult> Count(string tenant, string feature, string resource, CancellationToken stop = default) =>
        Counted(tenant, new(Own(tenant), feature, 1, Own(resource)), NewKey(), stop);

    /// <summary>Reserves an amount of a counter for a longer process if it is within the limit.</summary>
    /// <param name="lasts">Time until the reservation expires: one second to one day.</param>
    /// <param name="key">Idempotency key, as in <see cref="Consume"/>.</param>
    /// <returns>A reservation to dispose of. Its answer says whether the amount is reserved.</returns>
    public async Task<Reservation> Reserve(
        string tenant,
        string feature,
        TimeSpan lasts,
        decimal amount = 1,
        string? key = null,
        CancellationToken stop = default
    )
    {
        key ??= NewKey();
        var asked = new ReserveRequest(Own(tenant), feature, (int)Math.Ceiling(lasts.TotalSeconds), amount);
        var reply = await SendWithTimeout(HttpMethod.Post, $"{Root}/reserve", asked, key, stop);
        var held = reply.IsSuccess ? _wire.Read<ReservationResponse>(reply) : null;
        return new(this, new(tenant, feature, amount, key, held?.Id, held?.ExpiresAt), Answer(reply, tenant, feature, amount));
    }

    /// <summary>Refunds usage with a key, once: credits are returned, and included amounts can be used again.</summary>
    /// <param name="key">Key that was passed to <see cref="Consume"/> or <see cref="Reserve"/>.</param>
    /// <param name="amount">Amount to refund; null for all of it.</param>
    /// <exception cref="RefusedException">No usage has this key, or another amount was refunded before.</exception>
    /// <exception cref="HttpRequestException">The console is unreachable. Retry until it succeeds.</exception>
    public async Task<RefundResult> Refund(string tenant, string key, decimal? amount = null, CancellationToken stop = default)
    {
        var refunded = await _wire.Ask<RefundResult>(HttpMethod.Post, $"{Root}/refund", new RefundRequest(Own(tenant), key, amount), stop);
        _snapshots.Renew(tenant);
        return refunded;
    }

    /// <summary>Uses one unit of a gauge for a resource if it is within the limit. Repeated calls use it once.</summary>
    /// <param name="gauge">Key of the feature.</param>
    /// <param name="resource">Your ID of the resource.</param>
    public Task<LimitResult> Claim(string tenant, string gauge, string resource, CancellationToken stop = default) =>
        Ask(tenant, gauge, amount: 1, HttpMethod.Put, Slot(tenant, gauge, resource), body: null, key: null, stop);

    /// <summary>Frees the unit of a gauge that a resource uses, if any. This is always allowed; retry until it succeeds.</summary>
    /// <exception cref="HttpRequestException">The console is unreachable.</exception>
    public Task Free(string tenant, string gauge, string resource, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Delete, Slot(tenant, gauge, resource), body: null, stop);

    /// <summary>Reports all resources of a gauge: missing ones are added and removed ones are freed. Once a night is usually enough.</summary>
    /// <param name="resources">Your IDs of all resources, at most 10,000.</param>
    /// <param name="asOf">Time at which you listed them; resources claimed later are not changed.</param>
    /// <exception cref="HttpRequestException">The console is unreachable.</exception>
    public Task<GaugeRecount> Recount(string tenant, string gauge, IEnumerable<string> resources, DateTimeOffset asOf, CancellationToken stop = default) =>
        _wire.Ask<GaugeRecount>(
            HttpMethod.Put,
            $"/api/v1/tenants/ext:{Uri.EscapeDataString(tenant)}/gauges/{Uri.EscapeDataString(gauge)}/slots",
            new { Resources = resources.Select(Own).ToList(), AsOf = asOf },
            stop
        );

    /// <summary>Returns all entitlements of a tenant with their usage.</summary>
    /// <exception cref="HttpRequestException">The console is unreachable.</exception>
    public Task<IReadOnlyList<Entitlement>> Entitlements(string tenant, CancellationToken stop = default) => _snapshots.Take(tenant, stop);

    public void Dispose() => _snapshots.Dispose();

    internal async Task<LimitResult> Commit(ReservationHandle hold, decimal? amount, CancellationToken stop)
    {
        var reply = await _wire.SendWithRetries(
            HttpMethod.Post,
            $"{Root}/reservations/{hold.Id}/commit",
            () => ConsoleHttpClient.Json(new CommitRequest(amount)),
            stop
        );
        return reply.Status is HttpStatusCode.PaymentRequired ? Refused(reply, hold.Feature) : _wire.Read<LimitResult>(reply);
    }

    /// <summary>Releases a reservation. Failures are ignored, because the reservation expires.</summary>
    internal Task Release(ReservationHandle hold) =>
        SendWithTimeout(HttpMethod.Post, $"{Root}/reservations/{hold.Id}/release", body: null, key: null, CancellationToken.None);

    internal static string Own(string id) => "ext:" + id;

    private static string NewKey() => Guid.CreateVersion7().ToString("N");

    private static string Slot(string tenant, string gauge, string resource) =>
        $"/api/v1/tenants/ext:{Uri.EscapeDataString(tenant)}/gauges/{Uri.EscapeDataString(gauge)}/ext:{Uri.EscapeDataString(resource)}";

    private async Task<LimitResult> Counted(string tenant, LimitRequest use, string key, CancellationToken stop)
    {
        var (feature, amount) = (use.Feature, use.Amount);
        var answer = await Ask(tenant, feature, amount, HttpMethod.Post, Use, use, key, stop);
        if (answer is { IsOutageFallback: true, IsGranted: true, IsRateLimited: false })
            _late.Add(use, key);
        return answer;
    }

    private async Task<LimitResult> Ask(
        string tenant,
        string feature,
        decimal amount,
        HttpMethod method,
        string path,
        object? body,
        string? key,
        CancellationToken stop
    ) => Answer(await SendWithTimeout(method, path, body, key, stop), tenant, feature, amount);

    private async Task<bool> AskWhether(string tenant, string feature, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_timeout);
        try
        {
            var all = await _snapshots.Take(tenant, patience.Token);
            return all.FirstOrDefault(entitlement => entitlement.Feature == feature) is { } found
                ? found.IsGranted
                : throw new RefusedException(HttpStatusCode.NotFound, "unknown_feature", $"There is no feature {feature}.", requestId: null);
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return _snapshots.Knows(tenant, feature);
        }
    }

    private LimitResult Answer(ConsoleResponse reply, string tenant, string feature, decimal amount)
    {
        if (reply.IsTransient)
            return _snapshots.Decide(tenant, feature, amount);
        _snapshots.Renew(tenant);
        return reply.IsLimitReached ? Refused(reply, feature) : _wire.Read<LimitResult>(reply);
    }

    private static LimitResult Refused(ConsoleResponse reply, string feature) =>
        new(feature)
        {
            Refusal = JsonSerializer.Deserialize<LimitRefusal>(reply.Body, ConsoleJson.Options)! with { RetryAfter = reply.RetryAfter }, // the format is part of the API
        };

    private async Task<ConsoleResponse> SendWithTimeout(HttpMethod method, string path, object? body, string? key, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_timeout);
        try
        {
            var reply = _isAway
                ? await _wire.TrySend(method, path, Content(), patience.Token, key: key)
                : await _wire.SendWithRetries(method, path, Content, patience.Token, key: key);
            _isAway = reply.IsTransient;
            return reply;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            _isAway = true;
            return ConsoleResponse.None;
        }

        HttpContent? Content() => body is null ? null : ConsoleHttpClient.Json(body);
    }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed record LimitRequest(string Tenant, string Feature, decimal Amount, string? Resource = null);

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed record CommitRequest(decimal? Amount);

    private sealed record ReserveRequest(
        string Tenant,
        string Feature,
        int TtlSeconds,
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal Amount
    );

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed record RefundRequest(string Tenant, string Key, decimal? Amount);

    private sealed record ReservationResponse(string Id, DateTimeOffset ExpiresAt);
}
