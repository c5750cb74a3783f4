using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Entitlements.Blocks;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Applies rate limits. The whole limit can be used at once; it then refills evenly within the rate's second, minute or hour.</summary>
/// <remarks>Uses the generic cell rate algorithm (ITU-T I.371) with virtual scheduling: one timestamp is stored per tenant and feature, and one conditional statement moves it.</remarks>
public sealed class Rates(Database database, Refusals refusals, SecretBox box)
{
    /// <summary>SQL for the usage of a row <c>u</c>: for a rate limit the part that has not refilled yet, rounded up to the feature's decimals;
    /// /// otherwise the stored usage.</summary>
    internal const string Used = """
        case when u.rate_seconds is null then u.used
             when u.ceiling is null or u.full_at is null or u.full_at <= clock_timestamp() then 0
             else ceil(extract(epoch from u.full_at - clock_timestamp()) * u.ceiling / u.rate_seconds * 10 ^ u.decimals) / 10 ^ u.decimals end
        """;

    /// <summary>SQL for the time that the requested amount of a row <c>u</c> takes to refill.</summary>
    private const string Back = "interval '1 microsecond' * greatest(1, floor(@amount * u.rate_seconds * 1000000 / u.ceiling))::float8";

    /// <exception cref="Problem">429: the limit must refill first. 402: more than can ever be granted at once. 400: too many decimals.</exception>
    public async Task<Claimed> Pass(string tenantId, string feature, decimal amount)
    {
        var (passed, refused) = await Ask(tenantId, feature, amount);
        if (passed is not null)
            return passed;
        refusals.Count(tenantId, feature);
        await using var reading = await database.Read();
        throw await Denial.Of(refused!, amount, box, reading); // One of the two is never null.
    }

    private async Task<(Claimed? Passed, Standing? Refused)> Ask(string tenantId, string feature, decimal amount)
    {
        await using var work = await database.Write(Door.Intake("entitlement.consume"), [tenantId, IdSource.Platform]);
        var moved = await Move(tenantId, feature, amount, work);
        var stands = moved is null ? await Renew(tenantId, feature, amount, work) : null;
        moved ??= await Move(tenantId, feature, amount, work);
        await work.CommitSoon(); // If a crash loses this write, the limit has refilled by the restart.
        return moved is null ? (null, stands) : (Claimed.Of(moved, moved.FullAt, isRepeated: false, work.Now), null);
    }

    /// <summary>Locks the row and refreshes its copy of the limit.</summary>
    private static async Task<Standing> Renew(string tenantId, string feature, decimal amount, Work work)
    {
        if (!(await Holdings.Of([tenantId], work)).TryGetValue(tenantId, out var holding))
            throw Problem.NotFound("tenant", tenantId);
        var known = (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == feature) ?? throw Claims.Unknown(feature);
        if (Judgement.TooFine("amount", amount, known.Decimals) is { } wrong)
            throw wrong;
        var entitled = holding.Of(known);
        return Standing.Of(entitled, holding, await Usage.Take(entitled, holding, work));
    }

    private static Task<Usage?> Move(string tenantId, string feature, decimal amount, Work work) =>
        work.One<Usage>(
            $"""
            update entitlements.usage u
               set full_at = case when u.ceiling is null then u.full_at else greatest(u.full_at, c.at) + {Back} end
              from (select clock_timestamp() as at) c
             where u.tenant_id = @tenantId and u.feature = @feature and {Usage.Runs} and now() < u.limit_until
               and u.rate_seconds is not null and u.decimals >= scale(trim_scale(@amount)) and u.source is not null and u.revision = {Usage.Revised}
               and (u.ceiling is null or u.ceiling > 0 and greatest(u.full_at, c.at) + {Back} <= c.at + interval '1 second' * u.rate_seconds)
            returning {Usage.Columns}
            """,
            new
            {
                tenantId,
                feature,
                amount,
            }
        );
}
