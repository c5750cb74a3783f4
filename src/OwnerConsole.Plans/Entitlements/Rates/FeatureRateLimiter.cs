using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Blocks;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Rates;

/// <summary>Applies rate limits. The whole limit can be used at once; it then refills evenly within the rate's second, minute or hour.</summary>
/// <remarks>Uses the generic cell rate algorithm (ITU-T I.371) with virtual scheduling: one timestamp is stored per tenant and feature, and one conditional statement moves it.</remarks>
public sealed class FeatureRateLimiter(Database database, RefusalCounter refusals, SecretBox box)
{
    /// <summary>SQL for the usage of a row <c>u</c>: for a rate limit the part that has not refilled yet, rounded up to the feature's decimals;
    /// otherwise the stored usage.</summary>
    internal const string UsedColumn = """
        case when u.rate_seconds is null then u.used
             when u.ceiling is null or u.full_at is null or u.full_at <= clock_timestamp() then 0
             else ceil(extract(epoch from u.full_at - clock_timestamp()) * u.ceiling / u.rate_seconds * 10 ^ u.decimals) / 10 ^ u.decimals end
        """;

    /// <summary>SQL for the time that the requested amount of a row <c>u</c> takes to refill.</summary>
    private const string RefillTime = "interval '1 microsecond' * greatest(1, floor(@amount * u.rate_seconds * 1000000 / u.ceiling))::float8";

    /// <exception cref="Problem">429: the limit must refill first. 402: more than can ever be granted at once. 400: too many decimals.</exception>
    public async Task<ClaimResult> Consume(string tenantId, string feature, decimal amount)
    {
        var (passed, refused) = await TryConsume(tenantId, feature, amount);
        if (passed is not null)
            return passed;
        refusals.Count(tenantId, feature);
        await using var reading = await database.Read();
        throw await LimitExceededResponse.Of(refused!, amount, box, reading); // One of the two is never null.
    }

    private async Task<(ClaimResult? Passed, FeatureBalance? Refused)> TryConsume(string tenantId, string feature, decimal amount)
    {
        await using var work = await database.Write(WriteOrigin.Intake("entitlement.consume"), [tenantId, IdGenerator.Platform]);
        var moved = await Advance(tenantId, feature, amount, work);
        var stands = moved is null ? await RefreshLimit(tenantId, feature, amount, work) : null;
        moved ??= await Advance(tenantId, feature, amount, work);
        await work.CommitWithoutFlush(); // If a crash loses this write, the limit has refilled by the restart.
        return moved is null ? (null, stands) : (ClaimResult.Of(moved, moved.FullAt, isRepeated: false, work.Now), null);
    }

    /// <summary>Locks the row and refreshes its copy of the limit.</summary>
    private static async Task<FeatureBalance> RefreshLimit(string tenantId, string feature, decimal amount, UnitOfWork work)
    {
        if (!(await EntitlementResolver.Resolve([tenantId], work)).TryGetValue(tenantId, out var holding))
            throw Problem.NotFound("tenant", tenantId);
        var known =
            (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature) ?? throw ClaimProcessor.UnknownFeature(feature);
        if (ClaimDecision.CheckDecimals("amount", amount, known.Decimals) is { } wrong)
            throw wrong;
        var entitled = holding.Of(known);
        return FeatureBalance.Of(entitled, holding, await FeatureUsage.Lock(entitled, holding, work));
    }

    private static Task<FeatureUsage?> Advance(string tenantId, string feature, decimal amount, UnitOfWork work) =>
        work.One<FeatureUsage>(
            $"""
            update entitlements.usage u
               set full_at = case when u.ceiling is null then u.full_at else greatest(u.full_at, c.at) + {RefillTime} end
              from (select clock_timestamp() as at) c
             where u.tenant_id = @tenantId and u.feature = @feature and {FeatureUsage.CurrentPeriod} and now() < u.limit_until
               and u.rate_seconds is not null and u.decimals >= scale(trim_scale(@amount)) and u.source is not null and u.revision = {FeatureUsage.CurrentRevision}
               and (u.ceiling is null or u.ceiling > 0 and greatest(u.full_at, c.at) + {RefillTime} <= c.at + interval '1 second' * u.rate_seconds)
            returning {FeatureUsage.Columns}
            """,
            new
            {
                tenantId,
                feature,
                amount,
            }
        );
}
