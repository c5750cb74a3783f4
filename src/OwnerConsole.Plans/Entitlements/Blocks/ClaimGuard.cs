using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Runs attempts to use a feature. Refusals are counted, and block the tenant until something is freed.</summary>
public sealed class ClaimGuard(Database database, RefusalCounter refusals)
{
    /// <exception cref="Problem">As thrown by <paramref name="act"/>.</exception>
    public async Task<T> Run<T>(string tenantId, string feature, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Problem refused) when (refused.Code == LimitExceededResponse.LimitReached)
        {
            refusals.Count(tenantId, feature);
            await Block(tenantId, feature, refused.Extensions!.Value.GetProperty("requested").GetString()!); // Every such problem has this field.
            throw;
        }
    }

    /// <summary>Blocks the tenant, without a write if it is already blocked. The request isn't cancelled if the caller disconnects.</summary>
    private async Task Block(string tenantId, string feature, string requested)
    {
        await using (var reading = await database.Read())
            if (
                await reading.One<bool>(
                    $"select exists (select from entitlements.usage u where {CurrentUsageRow} and u.blocked_at is not null)",
                    new { tenantId, feature }
                )
            )
                return;
        await using var work = await database.Write(WriteOrigin.Intake("entitlement.consume"), [tenantId, IdGenerator.Platform]);
        if (
            (await EntitlementResolver.Resolve([tenantId], work)).GetValueOrDefault(tenantId) is not { } holding
            || (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature) is not { } known
        )
            return;
        var entitled = holding.Of(known);
        if (entitled.Ceiling is not > 0)
            return; // A feature that was never granted doesn't block the tenant.
        await FeatureUsage.Lock(entitled, holding, work);
        await work.Execute(
            $"update entitlements.usage u set blocked_at = now() where {CurrentUsageRow} and u.blocked_at is null and u.used + u.reserved + @requested::numeric > u.ceiling",
            new
            {
                tenantId,
                feature,
                requested,
            }
        );
        await work.Commit();
    }

    private const string CurrentUsageRow = $"u.tenant_id = @tenantId and u.feature = @feature and {FeatureUsage.CurrentPeriod}";
}
