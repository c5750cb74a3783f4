using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Blocks;
using OwnerConsole.Tenants.Entitlements.Late;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Endpoints that applications call to check a limit before they act, and to count usage.</summary>
public sealed class EntitlementEndpoints(
    Database database,
    Subjects subjects,
    Claims claims,
    Attempts attempts,
    Refusals refusals,
    Reservations reservations,
    Rates rates,
    Gauges gauges,
    SignedAnswers signed,
    LateUse late,
    SecretBox box,
    IdSource ids
)
{
    private const int Most = 100,
        LongestHold = 86_400; // Seconds.

    public async Task<IResult> Check(HttpContext context)
    {
        var asked = await Body.Json<Question>(context, context.RequestAborted);
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, asked.Tenant, work);
        var holding = (await Holdings.Of([tenantId], work))[tenantId]; // The tenant was found above.
        var feature = (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == asked.Feature) ?? throw Claims.Unknown(asked.Feature);
        var amount = Amount(asked.Amount, feature.Decimals);
        var usage = (await Usages.Of([tenantId], work)).FirstOrDefault(one => one.Feature == feature.Key);
        var standing = Standing.Of(holding.Of(feature), holding, usage);
        if (Once(asked, feature.Kind) is { } resource && usage is not null && await Gauges.Has(usage, resource, work))
            amount = 0; // This id is already counted.
        if (standing.Allows(amount))
            return Results.Json(EntitlementView.Of(standing, amount, box), Json.Answers);
        refusals.Count(tenantId, feature.Key);
        throw await Denial.Of(standing, amount, box, work);
    }

    public async Task<IResult> CheckMany(HttpContext context)
    {
        var asked = await Body.Json<ManyQuestions>(context, context.RequestAborted);
        Count("tenants", asked.Tenants.Count);
        if (asked.Features is { } named)
            Count("features", named.Count);
        if (asked.TtlSeconds is { } ttl && (ttl < 1 || ttl > SignedAnswers.Longest))
            throw Problem.Invalid("ttl_seconds", $"must be 1 to {SignedAnswers.Longest}.");
        var caller = Caller.Of(context)!;
        var population = caller.Population ?? Population.Live;
        var found = (await subjects.Find(caller, population, asked.Tenants, context.RequestAborted))
            .Where(one => one.Id == one.TenantId)
            .ToDictionary(one => one.Named, one => one.TenantId, StringComparer.Ordinal);
        IReadOnlyList<TenantAnswers> each;
        await using (var work = await database.Read(context.RequestAborted))
        {
            var features = await FeatureBook.Find(work);
            var some = asked.Features is null ? features : [.. features.Where(one => asked.Features.Contains(one.Key))];
            var answers = await Answers([.. found.Values], some, work, box);
            IReadOnlyList<string> unknown = [.. (asked.Features ?? []).Except(features.Select(one => one.Key), StringComparer.Ordinal)];
            each =
            [
                .. asked.Tenants.Select(tenant =>
                    found.TryGetValue(tenant, out var id)
                        ? new TenantAnswers(tenant, id, null, [.. answers[id]], unknown)
                        : new TenantAnswers(tenant, null, "not_found", [], unknown)
                ),
            ];
        }
        if (asked.TtlSeconds is { } seconds)
            each = await signed.Sign(each, population is Population.Live, seconds, context.RequestAborted);
        return Results.Json(new ManyAnswers(each), Json.Answers);
    }

    public async Task<IResult> Consume(HttpContext context)
    {
        var said = await Body.Json<Consuming>(context, context.RequestAborted);
        var asked = new Question(said.Tenant, said.Feature, said.Amount, said.Resource);
        if (said.At is { } at)
            return Results.Json(await Late(context, asked, at), Json.Answers);
        var (tenantId, amount, claimed) = await Claim(context, asked, hold: null);
        return Results.Json(Answer(tenantId, asked, amount, claimed), Json.Answers);
    }

    private async Task<Consumed> Late(HttpContext context, Question asked, DateTimeOffset at)
    {
        var key = IdempotencyKey.Named(context.Request);
        var amount = Amount(asked.Amount, decimals: 6);
        database.Fullness.Demand();
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        string tenantId;
        string? resource;
        await using (var work = await database.Read(context.RequestAborted))
            (tenantId, resource) = (await Subjects.Tenant(caller, asked.Tenant, work), Once(asked, await FeatureBook.KindOf(asked.Feature, work)));
        var counted = await late.Count(tenantId, asked.Feature, amount, resource, Known(caller, key), at, context.RequestAborted);
        return Answer(tenantId, asked, amount, counted.Claimed, at) with
        {
            PeriodStart = counted.PeriodStart,
            Adjusted = counted.IsAdjusted,
            OverLimit = counted.IsOver,
        };
    }

    private Consumed Answer(string tenantId, Question asked, decimal amount, Claimed claimed, DateTimeOffset? happenedAt = null) =>
        new(
            asked.Feature,
            Allowance.Plain(amount),
            Allowance.Plain(claimed.Used),
            Allowance.Plain(claimed.Reserved),
            claimed.Allows is { } limit ? Allowance.Plain(limit) : null,
            claimed.ResetsAt,
            claimed.IsRepeated,
            claimed.Decision(tenantId, asked.Feature, amount, box, happenedAt)
        );

    public async Task<IResult> Reserve(HttpContext context)
    {
        var asked = await Body.Json<Reserving>(context, context.RequestAborted);
        if (asked.TtlSeconds is < 1 or > LongestHold)
            throw Problem.Invalid("ttl_seconds", $"must be 1 to {LongestHold}.");
        var hold = new Hold(ids.New("rsv"), TimeSpan.FromSeconds(asked.TtlSeconds));
        var (tenantId, amount, claimed) = await Claim(context, new(asked.Tenant, asked.Feature, asked.Amount), hold);
        if (!claimed.IsRepeated)
            return Results.Json(ReservationView.Of(claimed, tenantId, asked.Feature, amount, hold, box), Json.Answers);
        await using var work = await database.Read(context.RequestAborted);
        var granted = ReservationView.Of((await reservations.Find(claimed.ReservationId!, work))!); // The first claim was granted.
        return Results.Json(granted with { Decision = claimed.Decision(tenantId, asked.Feature, amount, box) }, Json.Answers);
    }

    public async Task<IResult> Of(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await Subjects.Tenant(Caller.Of(context)!, id, work);
        return Results.Json(new Page<EntitlementView>(await Summary(tenantId, work), null, null), Json.Answers);
    }

    /// <returns>All limits of a tenant, with its usage.</returns>
    internal static async Task<IReadOnlyList<EntitlementView>> Summary(string tenantId, Work work) =>
        await Adjustments.Explain(tenantId, (await Answers([tenantId], await FeatureBook.Find(work), work))[tenantId], work);

    /// <returns>Entitlements by tenant, in the order of the features.</returns>
    internal static async Task<ILookup<string, EntitlementView>> Answers(
        IReadOnlyCollection<string> tenants,
        IReadOnlyList<KnownFeature> features,
        Work work,
        SecretBox? box = null
    ) =>
        (await Standings.Of(await Holdings.Of(tenants, work), features, work)).ToLookup(
            one => one.TenantId,
            one => EntitlementView.Of(one.Standing, asked: 1, box),
            StringComparer.Ordinal
        );

    private async Task<(string TenantId, decimal Amount, Claimed Claimed)> Claim(HttpContext context, Question asked, Hold? hold)
    {
        var key = IdempotencyKey.Named(context.Request);
        var amount = Amount(asked.Amount, decimals: 6);
        database.Fullness.Demand();
        var caller = Caller.Of(context)!; // The route requires a permission, so there is a caller.
        string tenantId;
        FeatureKind? kind;
        await using (var work = await database.Read(context.RequestAborted))
            (tenantId, kind) = (await Subjects.Tenant(caller, asked.Tenant, work), hold is null ? await FeatureBook.KindOf(asked.Feature, work) : null);
        if (kind is FeatureKind.Rate)
            return (tenantId, amount, await rates.Pass(tenantId, asked.Feature, amount));
        if (Once(asked, kind) is { } resource)
            return await attempts.Make(
                tenantId,
                asked.Feature,
                async () => (tenantId, amount, await gauges.Count(tenantId, asked.Feature, resource, context.RequestAborted))
            );
        var known = Known(caller, key);
        return await attempts.Make(
            tenantId,
            asked.Feature,
            async () =>
            {
                var claimed = hold is null
                    ? await claims.Consume(tenantId, asked.Feature, amount, known)
                    : await claims.Reserve(tenantId, asked.Feature, amount, known, hold);
                return claimed.Refused is null ? (tenantId, amount, claimed) : throw await Refused(tenantId, claimed, amount, context.RequestAborted);
            }
        );
    }

    private static string? Known(Caller caller, string? key) => key is null ? null : $"{caller.Id}:{key}";

    private async Task<Problem> Refused(string tenantId, Claimed claimed, decimal amount, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Denial.Of(
            new(tenantId, claimed.Refused!, claimed.Used, claimed.Reserved, claimed.ResetsAt, claimed.Revision, claimed.At) { Burnt = claimed.Burnt },
            amount,
            box,
            work
        ); // The claim was refused.
    }

    /// <returns>The id to count once in a period; null if the feature is not of kind unique.</returns>
    private static string? Once(Question asked, FeatureKind? kind)
    {
        if (kind is not FeatureKind.Unique)
            return asked.Resource is null || kind is null ? null : throw Problem.Invalid("resource", "is allowed only for features of kind unique.");
        if (asked.Amount is not (null or "1"))
            throw Problem.Invalid("amount", "must be 1 or omitted, because each id is counted once.");
        return Body.External(asked.Resource ?? throw Problem.Invalid("resource", "must be ext: followed by your own id of what to count."), "the resource");
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
        if (count is 0 or > Most)
            throw Problem.Invalid(field, $"must have 1 to {Most} entries.");
    }
}
