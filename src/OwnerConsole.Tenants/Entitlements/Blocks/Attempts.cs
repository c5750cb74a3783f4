using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>What an application tries to use. Who is refused is counted, and blocked until something is freed.</summary>
public sealed class Attempts(Database database, Refusals refusals)
{
    /// <exception cref="Problem">as <paramref name="act"/> throws it</exception>
    public async Task<T> Make<T>(string tenantId, string feature, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Problem refused) when (refused.Code == Denial.LimitReached)
        {
            refusals.Count(tenantId, feature);
            await Block(tenantId, feature, refused.Further!.Value.GetProperty("requested").GetString()!); // every such answer says it
            throw;
        }
    }

    /// <summary>Nothing is written for who is blocked already. Whoever asks hears the answer also when they have gone meanwhile.</summary>
    private async Task Block(string tenantId, string feature, string requested)
    {
        await using (var reading = await database.Read())
            if (
                await reading.One<bool>(
                    $"select exists (select from entitlements.usage u where {Mine} and u.blocked_at is not null)",
                    new { tenantId, feature }
                )
            )
                return;
        await using var work = await database.Write(Door.Intake("entitlement.consume"), [tenantId, IdSource.Platform]);
        if (
            (await Holdings.Of([tenantId], work)).GetValueOrDefault(tenantId) is not { } holding
            || (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == feature) is not { } known
        )
            return;
        var entitled = holding.Of(known);
        if (entitled.Ceiling is not > 0)
            return; // what it was never given it doesn't miss now
        await Usage.Take(entitled, holding, work);
        await work.Do(
            $"update entitlements.usage u set blocked_at = now() where {Mine} and u.blocked_at is null and u.used + u.reserved + @requested::numeric > u.ceiling",
            new
            {
                tenantId,
                feature,
                requested,
            }
        );
        await work.Commit();
    }

    private const string Mine = $"u.tenant_id = @tenantId and u.feature = @feature and {Usage.Runs}";
}
