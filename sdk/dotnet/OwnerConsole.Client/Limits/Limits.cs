using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Asks before the application acts, and counts what is used. Tenants and what is theirs go by your own ids.</summary>
/// <remarks>
/// A limit that is reached is an answer, not an exception. An answer takes five seconds at most, with all that is sent again; then the console counts as away,
/// and what the feature says for that decides. <see cref="RefusedException"/> says what is wrong with a question, such as a feature that nobody declared.
/// </remarks>
public sealed class Limits : IDisposable
{
    internal const string Use = $"{Root}/consume";
    private const string Root = "/api/v1/entitlements";

    /// <summary>Somebody waits for a page meanwhile.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ConsoleWire _wire;
    private readonly LateUse _late;
    private readonly Snapshots _snapshots;

    /// <summary>When it was asked last: whoever asks next asks once, and doesn't wait for it to come back.</summary>
    private volatile bool _isAway;

    internal Limits(OwnerConsoleOptions options, ConsoleWire wire, LateUse late, TimeProvider clock, ILogger<Limits> log)
    {
        var kept = options.Spool is { } spool ? new SignedSnapshots(options, spool, wire, clock, log) : null;
        (_wire, _late, _snapshots) = (wire, late, new(wire, clock, options.EntitlementsKnownFor, options.EntitlementsFreshFor, kept));
    }

    /// <summary>Says whether a tenant has a feature at all: one that is on or off, has a value, or of which some is granted. Answered from memory while that is fresh (<see cref="OwnerConsoleOptions.EntitlementsFreshFor"/>), so it may be asked on every request.</summary>
    /// <returns>while the console is away, what was known last</returns>
    public ValueTask<bool> Has(string tenant, string feature, CancellationToken stop = default) =>
        _snapshots.Fresh(tenant, feature) is { } known ? new(known.IsGranted) : new(AskWhether(tenant, feature, stop));

    /// <summary>Says whether so much may be used. Nothing is counted, so somebody else may have used it a moment later.</summary>
    public Task<LimitAnswer> Check(string tenant, string feature, decimal amount = 1, CancellationToken stop = default) =>
        Ask(tenant, feature, amount, HttpMethod.Post, $"{Root}/check", new Question(Own(tenant), feature, amount), key: null, stop);

    /// <summary>Counts what is used of a counter, if it fits, or lets it through a rate. What a counter was granted while the console is away is counted when it is back.</summary>
    /// <param name="key">your own name of this use, such as a booking's id: under it, it is counted once, however often it is said; made up when it isn't said</param>
    public Task<LimitAnswer> Consume(string tenant, string feature, decimal amount = 1, string? key = null, CancellationToken stop = default) =>
        Counted(tenant, new(Own(tenant), feature, amount), key ?? NewKey(), stop);

    /// <summary>Counts something once in the period that runs, if one more fits: a member who is active. However often it is said, it is counted once.</summary>
    /// <param name="resource">your id of it</param>
    public Task<LimitAnswer> Count(string tenant, string feature, string resource, CancellationToken stop = default) =>
        Counted(tenant, new(Own(tenant), feature, 1, Own(resource)), NewKey(), stop);

    /// <summary>Holds so much of a counter for what takes longer, if it fits.</summary>
    /// <param name="lasts">until it gives itself back: a second to a day</param>
    /// <param name="key">as <see cref="Consume"/> has it</param>
    /// <returns>to be disposed of; its answer says whether there was room</returns>
    public async Task<Room> Reserve(string tenant, string feature, TimeSpan lasts, decimal amount = 1, string? key = null, CancellationToken stop = default)
    {
        key ??= NewKey();
        var asked = new Reserving(Own(tenant), feature, (int)Math.Ceiling(lasts.TotalSeconds), amount);
        var reply = await Patiently(HttpMethod.Post, $"{Root}/reserve", asked, key, stop);
        var held = reply.IsGood ? _wire.Read<Held>(reply) : null;
        return new(this, new(tenant, feature, amount, key, held?.Id, held?.ExpiresAt), Answer(reply, tenant, feature, amount));
    }

    /// <summary>Gives back what was counted under a key, once: credits that paid for it are as they were, and what a plan included can be used again.</summary>
    /// <param name="key">that <see cref="Consume"/> or <see cref="Reserve"/> was told</param>
    /// <param name="amount">null for all of it</param>
    /// <exception cref="RefusedException">nothing was counted under it, or another amount was given back before</exception>
    /// <exception cref="HttpRequestException">the console is away: say it again until it was heard</exception>
    public async Task<Refunded> Refund(string tenant, string key, decimal? amount = null, CancellationToken stop = default)
    {
        var refunded = await _wire.Ask<Refunded>(HttpMethod.Post, $"{Root}/refund", new Refunding(Own(tenant), key, amount), stop);
        _snapshots.Renew(tenant);
        return refunded;
    }

    /// <summary>Takes one of a gauge for something of yours, if it fits; the same one however often it is said.</summary>
    /// <param name="gauge">the feature's key</param>
    /// <param name="resource">your id of it</param>
    public Task<LimitAnswer> Claim(string tenant, string gauge, string resource, CancellationToken stop = default) =>
        Ask(tenant, gauge, amount: 1, HttpMethod.Put, Slot(tenant, gauge, resource), body: null, key: null, stop);

    /// <summary>Frees the one of a gauge that something of yours took, if it took one. It is always allowed; say it until it was heard.</summary>
    /// <exception cref="HttpRequestException">the console is away</exception>
    public Task Free(string tenant, string gauge, string resource, CancellationToken stop = default) =>
        _wire.Ask<JsonElement>(HttpMethod.Delete, Slot(tenant, gauge, resource), body: null, stop);

    /// <summary>Says all that takes one of a gauge: what was missing in the console is added, and what is gone is freed. Once a night is often enough.</summary>
    /// <param name="resources">your ids of them, 10,000 at most</param>
    /// <param name="asOf">when you listed them: what took one later is left alone</param>
    /// <exception cref="HttpRequestException">the console is away</exception>
    public Task<GaugeRecount> Recount(string tenant, string gauge, IEnumerable<string> resources, DateTimeOffset asOf, CancellationToken stop = default) =>
        _wire.Ask<GaugeRecount>(
            HttpMethod.Put,
            $"/api/v1/tenants/ext:{Uri.EscapeDataString(tenant)}/gauges/{Uri.EscapeDataString(gauge)}/slots",
            new { Resources = resources.Select(Own).ToList(), AsOf = asOf },
            stop
        );

    /// <summary>Everything that a tenant may use, and what it has used.</summary>
    /// <exception cref="HttpRequestException">the console is away</exception>
    public Task<IReadOnlyList<Entitlement>> Entitlements(string tenant, CancellationToken stop = default) => _snapshots.Take(tenant, stop);

    public void Dispose() => _snapshots.Dispose();

    internal async Task<LimitAnswer> Commit(Hold hold, decimal? amount, CancellationToken stop)
    {
        var reply = await _wire.Insist(HttpMethod.Post, $"{Root}/reservations/{hold.Id}/commit", () => ConsoleWire.Json(new Committing(amount)), stop);
        return reply.Status is HttpStatusCode.PaymentRequired ? Refused(reply, hold.Feature) : _wire.Read<LimitAnswer>(reply);
    }

    /// <summary>Whether it was heard or not: it gives itself back in the end.</summary>
    internal Task Release(Hold hold) => Patiently(HttpMethod.Post, $"{Root}/reservations/{hold.Id}/release", body: null, key: null, CancellationToken.None);

    internal static string Own(string id) => "ext:" + id;

    private static string NewKey() => Guid.CreateVersion7().ToString("N");

    private static string Slot(string tenant, string gauge, string resource) =>
        $"/api/v1/tenants/ext:{Uri.EscapeDataString(tenant)}/gauges/{Uri.EscapeDataString(gauge)}/ext:{Uri.EscapeDataString(resource)}";

    private async Task<LimitAnswer> Counted(string tenant, Question use, string key, CancellationToken stop)
    {
        var (feature, amount) = (use.Feature, use.Amount);
        var answer = await Ask(tenant, feature, amount, HttpMethod.Post, Use, use, key, stop);
        if (answer is { IsByOutage: true, IsGranted: true, IsOfARate: false })
            _late.Add(use, key);
        return answer;
    }

    private async Task<LimitAnswer> Ask(
        string tenant,
        string feature,
        decimal amount,
        HttpMethod method,
        string path,
        object? body,
        string? key,
        CancellationToken stop
    ) => Answer(await Patiently(method, path, body, key, stop), tenant, feature, amount);

    private async Task<bool> AskWhether(string tenant, string feature, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_patience);
        try
        {
            var all = await _snapshots.Take(tenant, patience.Token);
            return all.FirstOrDefault(one => one.Feature == feature) is { } found
                ? found.IsGranted
                : throw new RefusedException(HttpStatusCode.NotFound, "unknown_feature", $"There is no feature {feature}.", requestId: null);
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return _snapshots.Knows(tenant, feature);
        }
    }

    private LimitAnswer Answer(Reply reply, string tenant, string feature, decimal amount)
    {
        if (reply.IsPassing)
            return _snapshots.Decide(tenant, feature, amount);
        _snapshots.Renew(tenant);
        return reply.IsOfALimit ? Refused(reply, feature) : _wire.Read<LimitAnswer>(reply);
    }

    private static LimitAnswer Refused(Reply reply, string feature) =>
        new(feature)
        {
            Refusal = JsonSerializer.Deserialize<LimitRefusal>(reply.Body, ConsoleJson.Options)! with { RetryAfter = reply.RetryAfter }, // the console answers what its description says
        };

    private async Task<Reply> Patiently(HttpMethod method, string path, object? body, string? key, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_patience);
        try
        {
            var reply = _isAway
                ? await _wire.Try(method, path, Content(), patience.Token, key: key)
                : await _wire.Insist(method, path, Content, patience.Token, key: key);
            _isAway = reply.IsPassing;
            return reply;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            _isAway = true;
            return Reply.None;
        }

        HttpContent? Content() => body is null ? null : ConsoleWire.Json(body);
    }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed record Question(string Tenant, string Feature, decimal Amount, string? Resource = null);

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed record Committing(decimal? Amount);

    private sealed record Reserving(
        string Tenant,
        string Feature,
        int TtlSeconds,
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal Amount
    );

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed record Refunding(string Tenant, string Key, decimal? Amount);

    private sealed record Held(string Id, DateTimeOffset ExpiresAt);
}
