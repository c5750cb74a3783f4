using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>Runs attempts to use a feature. Refusals are counted, and block the tenant until something is freed.</summary>
public sealed class Attempts(Database database, Refusals refusals)
{
    /// <exception cref="Problem">As thrown by <paramref name="act"/>.</exception>
    public async Task<T> Make<T>(string tenantId, string feature, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Problem refused) when (refused.Code == Denial.LimitReached)
        {
            refusals.Count(tenantId, feature);
            await Block(tenantId, feature, refused.Further!.Value.GetProperty("requested").GetString()!); // Every such problem has this field.
            throw;
        }
    }

    /// <summary>Blocks the tenant, without a write if it is already blocked. The request isn't cancelled if the caller disconnects.</summary>
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
            return; // A feature that was never granted doesn't block the tenant.
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
