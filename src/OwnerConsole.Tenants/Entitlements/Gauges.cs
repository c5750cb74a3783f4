using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Counts gauges, by slots that are claimed and freed or as a whole value, and features of kind unique, by slots that are never freed.
/// /// Usage above the limit stays; only growth is refused.</summary>
public sealed class Gauges(Database database, SecretBox box)
{
    /// <summary>Claims a slot for an object of the application. Repeating it has no effect.</summary>
    /// <param name="externalId">The application's own id of the object.</param>
    /// <exception cref="Problem">402: the limit is reached. 404: no such feature. 422: not a gauge. 409: the gauge is set as a whole.</exception>
    public async Task<GaugeView> Claim(string tenantId, string feature, string externalId, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var (usage, _) = await Take(tenantId, feature, FeatureKind.Gauge, externalId, work);
        return GaugeView.Of(usage, 1, work.Now, box);
    }

    /// <summary>Counts an object of the application once in the current period, however often it is reported.</summary>
    /// <param name="externalId">The application's own id of the object.</param>
    /// <exception cref="Problem">402: the limit is reached. 404: no such feature.</exception>
    public async Task<Claimed> Count(string tenantId, string feature, string externalId, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var (usage, isNew) = await Take(tenantId, feature, FeatureKind.Unique, externalId, work);
        return Claimed.Of(usage, Claims.Ends(usage.PeriodEnd), isRepeated: !isNew, work.Now);
    }

    private async Task<(Usage Usage, bool IsNew)> Take(string tenantId, string feature, FeatureKind kind, string externalId, Work work)
    {
        var (entitled, holding) = await Find(tenantId, feature, kind, work) ?? throw Claims.Unknown(feature);
        var usage = await Usage.Look(entitled, holding, work);
        if (await Has(usage, externalId, work))
            return (usage, false);
        await Demand(usage); // A refused claim writes nothing.
        usage = await Usage.Take(entitled, holding, work);
        var isNew =
            await work.Do(
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
            await Demand(usage);
            usage = await usage.Move(usage.Used + 1, version: null, work);
        }
        await work.Commit();
        return (usage, isNew);

        async Task Demand(Usage seen)
        {
            if (seen.Version is not null)
                throw SetAsAWhole(feature);
            await this.Demand(entitled, holding, seen, 1, work);
        }
    }

    /// <summary>Frees the slot of an object of the application, if it has one, also of a retired feature.</summary>
    /// <exception cref="Problem">404: no such feature. 422: not a gauge.</exception>
    public async Task<GaugeView> Free(string tenantId, string feature, string externalId, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var usage = await Find(tenantId, feature, FeatureKind.Gauge, work) is { } found
            ? await Usage.Take(found.Entitled, found.Holding, work)
            : await Usage.Take(tenantId, feature, DateTimeOffset.UnixEpoch, work) ?? throw Claims.Unknown(feature); // A gauge has a single row.
        var freed = await work.Do(
            "delete from entitlements.slots where tenant_id = @tenantId and feature = @feature and external_id = @externalId",
            new
            {
                tenantId,
                feature,
                externalId,
            }
        );
        if (freed == 1)
            usage = await usage.Move(usage.Used - 1, version: null, work);
        await work.Commit();
        return GaugeView.Of(usage, -1, work.Now, box);
    }

    /// <summary>Sets the value of a gauge. Repeating it has no effect.</summary>
    /// <exception cref="Problem">402: the increase exceeds the limit. 404: no such feature. 422: not a gauge. 409: a newer version was sent, or it is counted by slots.</exception>
    public async Task<GaugeView> Set(string tenantId, string feature, decimal value, long version, CancellationToken stop)
    {
        await using var work = await Begin(tenantId, stop);
        var (entitled, holding) = await Find(tenantId, feature, FeatureKind.Gauge, work) ?? throw Claims.Unknown(feature);
        if (Judgement.TooFine("value", value, entitled.Feature.Decimals) is { } fine)
            throw fine;
        var usage = await Usage.Look(entitled, holding, work);
        if (await IsSaid(usage))
            return GaugeView.Of(usage, value, work.Now, box);
        usage = await Usage.Take(entitled, holding, work); // A refused change has written nothing.
        if (!await IsSaid(usage))
            usage = await usage.Move(value, version, work);
        await work.Commit();
        return GaugeView.Of(usage, value, work.Now, box);

        async Task<bool> IsSaid(Usage seen)
        {
            if (seen.Version == version && seen.Used == value)
                return true;
            if (version <= seen.Version)
                throw new Problem(409, "stale_version", $"Version {seen.Version} of {feature} was already sent. Send the current value with a higher version.");
            if (seen is { Version: null, Used: > 0 })
                throw new Problem(409, "counted_by_slots", $"{feature} is counted by slots for this tenant. Free all slots before you set it as a whole.");
            if (value > seen.Used)
                await Demand(entitled, holding, seen, value - seen.Used, work);
            return false;
        }
    }

    private Task<Work> Begin(string tenantId, CancellationToken stop) =>
        database.Write(Door.Intake("entitlement.consume"), [tenantId, IdSource.Platform], stop);

    /// <returns>Null if the feature no longer exists.</returns>
    internal static async Task<(Entitled Entitled, Holding Holding)?> Find(string tenantId, string feature, FeatureKind kind, Work work) =>
        (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == feature) is not { } known ? null
        : known.Kind != kind ? throw NoGauge(feature)
        : known.Counts.Length > 0 ? throw CountedFromReports(known)
        : (await Holdings.Of([tenantId], work)).GetValueOrDefault(tenantId) is { } holding ? (holding.Of(known), holding)
        : throw Problem.NotFound("tenant", tenantId);

    internal static Problem CountedFromReports(KnownFeature feature) =>
        new(
            409,
            "counted_from_reports",
            $"{feature.Key} is counted from reported data ({feature.Counts}). Report that data instead, and call /entitlements/check before you act."
        );

    internal static Problem NoGauge(string feature) => new(422, "not_a_gauge", $"{feature} is not a gauge.");

    internal static Problem SetAsAWhole(string feature) =>
        new(409, "set_as_a_whole", $"{feature} is set as a whole for this tenant, so it has no slots. Send its value and version.");

    /// <returns>True if the id was counted in the period of that row.</returns>
    internal static Task<bool> Has(Usage usage, string externalId, Work work) =>
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

    private async Task Demand(Entitled entitled, Holding holding, Usage usage, decimal more, Work work)
    {
        if (!usage.Fits(more))
            throw await Denial.Of(Standing.Of(entitled, holding, usage), more, box, work);
    }
}
