using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Gauges;
using OwnerConsole.Plans.Entitlements.Late;
using OwnerConsole.Plans.Entitlements.Rates;
using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Endpoints that applications call to check a limit before they act, and to count usage.</summary>
public sealed class EntitlementEndpoints(
    Database database,
    SubjectResolver subjects,
    ClaimProcessor claims,
    ClaimGuard attempts,
    RefusalCounter refusals,
    ReservationCloser reservations,
    FeatureRateLimiter rates,
    GaugeCounter gauges,
    EntitlementSigner signed,
    LateUsageCounter late,
    SecretBox box,
    IdGenerator ids
)
{
    private const int MaxItems = 100,
        LongestHold = 86_400; // Seconds.

    public async Task<IResult> Check(HttpContext context)
    {
        var asked = await RequestBody.ReadJson<CheckRequest>(context, context.RequestAborted);
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, asked.Tenant, work);
        var holding = (await EntitlementResolver.Resolve([tenantId], work))[tenantId]; // The tenant was found above.
        var feature =
            (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == asked.Feature)
            ?? throw ClaimProcessor.UnknownFeature(asked.Feature);
        var amount = Amount(asked.Amount, feature.Decimals);
        var usage = (await FeatureUsages.Of([tenantId], work)).FirstOrDefault(featureUsage => featureUsage.Feature == feature.Key);
        var standing = FeatureBalance.Of(holding.Of(feature), holding, usage);
        if (UniqueResource(asked, feature.Kind) is { } resource && usage is not null && await GaugeCounter.HasSlot(usage, resource, work))
            amount = 0; // This id is already counted.
        if (standing.Allows(amount))
            return Results.Json(EntitlementView.Of(standing, amount, box), Json.ResponseOptions);
        refusals.Count(tenantId, feature.Key);
        throw await LimitExceededResponse.Of(standing, amount, box, work);
    }

    public async Task<IResult> CheckMany(HttpContext context)
    {
        var asked = await RequestBody.ReadJson<BatchCheckRequest>(context, context.RequestAborted);
        Count("tenants", asked.Tenants.Count);
        if (asked.Features is { } named)
            Count("features", named.Count);
        if (asked.TtlSeconds is { } ttl && (ttl < 1 || ttl > EntitlementSigner.MaxTtlSeconds))
            throw Problem.Invalid("ttl_seconds", $"must be 1 to {EntitlementSigner.MaxTtlSeconds}.");
        var caller = Caller.Of(context)!;
        var mode = caller.Mode ?? Mode.Live;
        var found = (await subjects.Find(caller, mode, asked.Tenants, context.RequestAborted))
            .Where(resolvedSubject => resolvedSubject.IsTenant)
            .ToDictionary(resolvedSubject => resolvedSubject.Named, resolvedSubject => resolvedSubject.TenantId, StringComparer.Ordinal);
        IReadOnlyList<TenantCheckResult> each;
        await using (var work = await database.Read(context.RequestAborted))
        {
            var features = await FeatureCatalogue.Find(work);
            var some = asked.Features is null ? features : [.. features.Where(feature => asked.Features.Contains(feature.Key))];
            var answers = await FindAll([.. found.Values], some, work, box);
            IReadOnlyList<string> unknown = [.. (asked.Features ?? []).Except(features.Select(feature => feature.Key), StringComparer.Ordinal)];
            each =
            [
                .. asked.Tenants.Select(tenant =>
                    found.TryGetValue(tenant, out var id)
                        ? new TenantCheckResult(tenant, id, null, [.. answers[id]], unknown)
                        : new TenantCheckResult(tenant, null, "not_found", [], unknown)
                ),
            ];
        }
        if (asked.TtlSeconds is { } seconds)
            each = await signed.Sign(each, mode is Mode.Live, seconds, context.RequestAborted);
        return Results.Json(new BatchCheckResponse(each), Json.ResponseOptions);
    }

    public async Task<IResult> Consume(HttpContext context)
    {
        var said = await RequestBody.ReadJson<ConsumeRequest>(context, context.RequestAborted);
        var asked = new CheckRequest(said.Tenant, said.Feature, said.Amount, said.Resource);
        if (said.At is { } at)
            return Results.Json(await ConsumeLate(context, asked, at), Json.ResponseOptions);
        var (tenantId, amount, claimed) = await Claim(context, asked, hold: null);
        return Results.Json(Answer(tenantId, asked, amount, claimed), Json.ResponseOptions);
    }

    private async Task<ConsumeResponse> ConsumeLate(HttpContext context, CheckRequest asked, DateTimeOffset at)
    {
        var key = IdempotencyKey.ReadHeader(context.Request);
        var amount = Amount(asked.Amount, decimals: 6);
        database.DiskSpaceGuard.ThrowIfFull();
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        string tenantId;
        string? resource;
        await using (var work = await database.Read(context.RequestAborted))
            (tenantId, resource) = (
                await SubjectResolver.Tenant(caller, asked.Tenant, work),
                UniqueResource(asked, await FeatureCatalogue.KindOf(asked.Feature, work))
            );
        var counted = await late.Count(tenantId, asked.Feature, amount, resource, ClaimKey(caller, key), at, context.RequestAborted);
        return Answer(tenantId, asked, amount, counted.Claimed, at) with
        {
            PeriodStart = counted.PeriodStart,
            Adjusted = counted.IsAdjusted,
            OverLimit = counted.IsOverLimit,
        };
    }

    private ConsumeResponse Answer(string tenantId, CheckRequest asked, decimal amount, ClaimResult claimed, DateTimeOffset? happenedAt = null) =>
        new(
            asked.Feature,
            Allowance.Plain(amount),
            Allowance.Plain(claimed.Used),
            Allowance.Plain(claimed.Reserved),
            claimed.Allows is { } limit ? Allowance.Plain(limit) : null,
            claimed.ResetsAt,
            claimed.IsRepeated,
            claimed.DecisionId(tenantId, asked.Feature, amount, box, happenedAt)
        );

    public async Task<IResult> Reserve(HttpContext context)
    {
        var asked = await RequestBody.ReadJson<ReserveRequest>(context, context.RequestAborted);
        if (asked.TtlSeconds is < 1 or > LongestHold)
            throw Problem.Invalid("ttl_seconds", $"must be 1 to {LongestHold}.");
        var hold = new ReservationRequest(ids.New("rsv"), TimeSpan.FromSeconds(asked.TtlSeconds));
        var (tenantId, amount, claimed) = await Claim(context, new(asked.Tenant, asked.Feature, asked.Amount), hold);
        if (!claimed.IsRepeated)
            return Results.Json(ReservationView.Of(claimed, tenantId, asked.Feature, amount, hold, box), Json.ResponseOptions);
        await using var work = await database.Read(context.RequestAborted);
        var granted = ReservationView.Of((await reservations.Find(claimed.ReservationId!, work))!); // The first claim was granted.
        return Results.Json(granted with { Decision = claimed.DecisionId(tenantId, asked.Feature, amount, box) }, Json.ResponseOptions);
    }

    public async Task<IResult> ListOfTenant(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(Caller.Of(context)!, id, work);
        return Results.Json(new Page<EntitlementView>(await Summary(tenantId, work), null, null), Json.ResponseOptions);
    }

    /// <returns>All limits of a tenant, with its usage.</returns>
    internal static async Task<IReadOnlyList<EntitlementView>> Summary(string tenantId, UnitOfWork work) =>
        await Adjustments.Explain(tenantId, (await FindAll([tenantId], await FeatureCatalogue.Find(work), work))[tenantId], work);

    /// <returns>Entitlements by tenant, in the order of the features.</returns>
    internal static async Task<ILookup<string, EntitlementView>> FindAll(
        IReadOnlyCollection<string> tenants,
        IReadOnlyList<KnownFeature> features,
        UnitOfWork work,
        SecretBox? box = null
    ) =>
        (await FeatureBalances.Of(await EntitlementResolver.Resolve(tenants, work), features, work)).ToLookup(
            one => one.TenantId,
            one => EntitlementView.Of(one.Standing, asked: 1, box),
            StringComparer.Ordinal
        );

    private async Task<(string TenantId, decimal Amount, ClaimResult Claimed)> Claim(HttpContext context, CheckRequest asked, ReservationRequest? hold)
    {
        var key = IdempotencyKey.ReadHeader(context.Request);
        var amount = Amount(asked.Amount, decimals: 6);
        database.DiskSpaceGuard.ThrowIfFull();
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        string tenantId;
        FeatureKind? kind;
        await using (var work = await database.Read(context.RequestAborted))
            (tenantId, kind) = (
                await SubjectResolver.Tenant(caller, asked.Tenant, work),
                hold is null ? await FeatureCatalogue.KindOf(asked.Feature, work) : null
            );
        if (kind is FeatureKind.Rate)
            return (tenantId, amount, await rates.Consume(tenantId, asked.Feature, amount));
        if (UniqueResource(asked, kind) is { } resource)
            return await attempts.Run(
                tenantId,
                asked.Feature,
                async () => (tenantId, amount, await gauges.Count(tenantId, asked.Feature, resource, context.RequestAborted))
            );
        var known = ClaimKey(caller, key);
        return await attempts.Run(
            tenantId,
            asked.Feature,
            async () =>
            {
                var claimed = hold is null
                    ? await claims.Consume(tenantId, asked.Feature, amount, known)
                    : await claims.Reserve(tenantId, asked.Feature, amount, known, hold);
                return claimed.Refused is null ? (tenantId, amount, claimed) : throw await LimitExceeded(tenantId, claimed, amount, context.RequestAborted);
            }
        );
    }

    private static string? ClaimKey(Caller caller, string? key) => key is null ? null : $"{caller.Id}:{key}";

    private async Task<Problem> LimitExceeded(string tenantId, ClaimResult claimed, decimal amount, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await LimitExceededResponse.Of(
            new(tenantId, claimed.Refused!, claimed.Used, claimed.Reserved, claimed.ResetsAt, claimed.Revision, claimed.At) { Burnt = claimed.Burnt },
            amount,
            box,
            work
        ); // The claim was refused.
    }

    /// <returns>The id to count once in a period; null if the feature is not of kind unique.</returns>
    private static string? UniqueResource(CheckRequest asked, FeatureKind? kind)
    {
        if (kind is not FeatureKind.Unique)
            return asked.Resource is null || kind is null ? null : throw Problem.Invalid("resource", "is allowed only for features of kind unique.");
        if (asked.Amount is not (null or "1"))
            throw Problem.Invalid("amount", "must be 1 or omitted, because each id is counted once.");
        return RequestBody.ReadExternalId(
            asked.Resource ?? throw Problem.Invalid("resource", "must be ext: followed by your own id of what to count."),
            "the resource"
        );
    }

    /// <param name="decimals">Maximum number of decimal places.</param>
    private static decimal Amount(string? text, int decimals) =>
        text is null ? 1
        : Allowance.Amount(text, decimals) is { } amount and > 0 ? amount
        : throw Problem.Invalid(
            "amount",
            decimals == 0 ? "must be a whole number above 0, as a string." : $"must be a number above 0 with at most {decimals} decimals, as a string."
        );

    private static void Count(string field, int count)
    {
        if (count is 0 or > MaxItems)
            throw Problem.Invalid(field, $"must have 1 to {MaxItems} entries.");
    }
}
