using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Gauges;

/// <summary>Counts gauges, by slots that are claimed and freed or as a whole value, and features of kind unique, by slots that are never freed.
/// Usage above the limit stays; only growth is refused.</summary>
public sealed class GaugeCounter(Database database, SecretBox box)
{
    /// <summary>Claims a slot for an object of the application. Repeating it has no effect.</summary>
    /// <param name="externalId">The application's own id of the object.</param>
    /// <exception cref="Problem">402: the limit is reached. 404: no such feature. 422: not a gauge. 409: the gauge is set as a whole.</exception>
    public async Task<GaugeView> Claim(string tenantId, string feature, string externalId, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var (usage, _) = await ClaimSlot(tenantId, feature, FeatureKind.Gauge, externalId, work);
        return GaugeView.Of(usage, 1, work.Now, box);
    }

    /// <summary>Counts an object of the application once in the current period, however often it is reported.</summary>
    /// <param name="externalId">The application's own id of the object.</param>
    /// <exception cref="Problem">402: the limit is reached. 404: no such feature.</exception>
    public async Task<ClaimResult> Count(string tenantId, string feature, string externalId, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var (usage, isNew) = await ClaimSlot(tenantId, feature, FeatureKind.Unique, externalId, work);
        return ClaimResult.Of(usage, ClaimProcessor.ResetsAt(usage.PeriodEnd), isRepeated: !isNew, work.Now);
    }

    private async Task<(FeatureUsage Usage, bool IsNew)> ClaimSlot(string tenantId, string feature, FeatureKind kind, string externalId, UnitOfWork work)
    {
        var (entitled, holding) = await Find(tenantId, feature, kind, work) ?? throw ClaimProcessor.UnknownFeature(feature);
        var usage = await FeatureUsage.Peek(entitled, holding, work);
        if (await HasSlot(usage, externalId, work))
            return (usage, false);
        await ThrowIfExceeded(usage); // A refused claim writes nothing.
        usage = await FeatureUsage.Lock(entitled, holding, work);
        var isNew =
            await work.Execute(
                """
                insert into entitlements.slots (tenant_id, feature, period_start, external_id, claimed_at) values (@tenantId, @feature, @PeriodStart, @externalId, now())
                on conflict do nothing
                """,
                new
                {
                    tenantId,
                    feature,
                    usage.PeriodStart,
                    externalId,
                }
            ) == 1;
        if (isNew)
        {
            await ThrowIfExceeded(usage);
            usage = await usage.SetUsed(usage.Used + 1, version: null, work);
        }
        await work.Commit();
        return (usage, isNew);

        async Task ThrowIfExceeded(FeatureUsage seen)
        {
            if (seen.Version is not null)
                throw SetAsAWhole(feature);
            await this.ThrowIfExceeded(entitled, holding, seen, 1, work);
        }
    }

    /// <summary>Frees the slot of an object of the application, if it has one, also of a retired feature.</summary>
    /// <exception cref="Problem">404: no such feature. 422: not a gauge.</exception>
    public async Task<GaugeView> Free(string tenantId, string feature, string externalId, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var usage = await Find(tenantId, feature, FeatureKind.Gauge, work) is { } found
            ? await FeatureUsage.Lock(found.Entitled, found.Holding, work)
            : await FeatureUsage.Lock(tenantId, feature, DateTimeOffset.UnixEpoch, work) ?? throw ClaimProcessor.UnknownFeature(feature); // A gauge has a single row.
        var freed = await work.Execute(
            "delete from entitlements.slots where tenant_id = @tenantId and feature = @feature and external_id = @externalId",
            new
            {
                tenantId,
                feature,
                externalId,
            }
        );
        if (freed == 1)
            usage = await usage.SetUsed(usage.Used - 1, version: null, work);
        await work.Commit();
        return GaugeView.Of(usage, -1, work.Now, box);
    }

    /// <summary>Sets the value of a gauge. Repeating it has no effect.</summary>
    /// <exception cref="Problem">402: the increase exceeds the limit. 404: no such feature. 422: not a gauge. 409: a newer version was sent, or it is counted by slots.</exception>
    public async Task<GaugeView> Set(string tenantId, string feature, decimal value, long version, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var (entitled, holding) = await Find(tenantId, feature, FeatureKind.Gauge, work) ?? throw ClaimProcessor.UnknownFeature(feature);
        if (ClaimDecision.CheckDecimals("value", value, entitled.Feature.Decimals) is { } fine)
            throw fine;
        var usage = await FeatureUsage.Peek(entitled, holding, work);
        if (await IsSaid(usage))
            return GaugeView.Of(usage, value, work.Now, box);
        usage = await FeatureUsage.Lock(entitled, holding, work); // A refused change has written nothing.
        if (!await IsSaid(usage))
            usage = await usage.SetUsed(value, version, work);
        await work.Commit();
        return GaugeView.Of(usage, value, work.Now, box);

        async Task<bool> IsSaid(FeatureUsage seen)
        {
            if (seen.Version == version && seen.Used == value)
                return true;
            if (version <= seen.Version)
                throw new Problem(409, "stale_version", $"Version {seen.Version} of {feature} was already sent. Send the current value with a higher version.");
            if (seen is { Version: null, Used: > 0 })
                throw new Problem(409, "counted_by_slots", $"{feature} is counted by slots for this tenant. Free all slots before you set it as a whole.");
            if (value > seen.Used)
                await ThrowIfExceeded(entitled, holding, seen, value - seen.Used, work);
            return false;
        }
    }

    private Task<UnitOfWork> Begin(string tenantId, CancellationToken stop) =>
        database.Write(WriteOrigin.Intake("entitlement.consume"), [tenantId, IdGenerator.Platform], stop);

    /// <returns>Null if the feature no longer exists.</returns>
    internal static async Task<(FeatureEntitlement Entitled, TenantEntitlements Holding)?> Find(
        string tenantId,
        string feature,
        FeatureKind kind,
        UnitOfWork work
    ) =>
        (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature) is not { } known ? null
        : known.Kind != kind ? throw NotAGauge(feature)
        : known.Counts.Length > 0 ? throw CountedFromReports(known)
        : (await EntitlementResolver.Resolve([tenantId], work)).GetValueOrDefault(tenantId) is { } holding ? (holding.Of(known), holding)
        : throw Problem.NotFound("tenant", tenantId);

    internal static Problem CountedFromReports(KnownFeature feature) =>
        new(
            409,
            "counted_from_reports",
            $"{feature.Key} is counted from reported data ({feature.Counts}). Report that data instead, and call /entitlements/check before you act."
        );

    internal static Problem NotAGauge(string feature) => new(422, "not_a_gauge", $"{feature} is not a gauge.");

    internal static Problem SetAsAWhole(string feature) =>
        new(409, "set_as_a_whole", $"{feature} is set as a whole for this tenant, so it has no slots. Send its value and version.");

    /// <returns>True if the id was counted in the period of that row.</returns>
    internal static Task<bool> HasSlot(FeatureUsage usage, string externalId, UnitOfWork work) =>
        work.One<bool>(
            "select exists (select from entitlements.slots where tenant_id = @TenantId and feature = @Feature and period_start = @PeriodStart and external_id = @externalId)",
            new
            {
                usage.TenantId,
                usage.Feature,
                usage.PeriodStart,
                externalId,
            }
        );

    private async Task ThrowIfExceeded(FeatureEntitlement entitled, TenantEntitlements holding, FeatureUsage usage, decimal more, UnitOfWork work)
    {
        if (!usage.Fits(more))
            throw await LimitExceededResponse.Of(FeatureBalance.Of(entitled, holding, usage), more, box, work);
    }
}
