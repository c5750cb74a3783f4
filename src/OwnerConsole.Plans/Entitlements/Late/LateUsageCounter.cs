using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Gauges;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Late;

/// <summary>Counts past use, even if it exceeds the limit, because refusing it would only make the count wrong.</summary>
public sealed class LateUsageCounter(Database database)
{
    /// <param name="resource">For features of kind unique: the application's own id of what is counted once.</param>
    /// <param name="key">The caller's own key; a repeated claim gets the same answer and is counted once. Features of kind unique need none.</param>
    /// <param name="at">When the use happened.</param>
    /// <exception cref="Problem">404: no such feature. 422: not a counter, an implausible time, or the key was used for another claim.</exception>
    public async Task<LateUsageResult> Count(
        string tenantId,
        string feature,
        decimal amount,
        string? resource,
        string? key,
        DateTimeOffset at,
        CancellationToken stop
    )
    {
        await using var work = await database.Write(WriteOrigin.Intake("entitlement.consume"), [tenantId, IdGenerator.Platform], stop);
        var holding = (await EntitlementResolver.Resolve([tenantId], work)).GetValueOrDefault(tenantId) ?? throw Problem.NotFound("tenant", tenantId);
        var known =
            (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == feature) ?? throw ClaimProcessor.UnknownFeature(feature);
        if (known.Counts.Length > 0)
            throw GaugeCounter.CountedFromReports(known);
        if (FindProblem(known, amount, at, holding.At) is { } wrong)
            throw wrong;
        var said = new LateUsage(tenantId, feature, amount, resource, resource is null ? key : null, At(at));
        if (await FindRepeated(said, work) is { } before)
            return before;
        var bucket = await CountingPeriod.Of(said.At, known, holding, work);
        var row = await LockUsage(bucket, holding.Of(known), holding, work);
        if (!await (resource is null ? TryAddClaim(said, row, work) : TryAddSlot(said, row, work)))
            return await FindRepeated(said, work) ?? LateUsageResult.Of(row, isRepeated: true, bucket.IsAdjusted, work.Now); // A concurrent request with the same key was first.
        await Add(said, row, work);
        if (bucket.IsAdjusted)
            Adjustments.Add(row, said, work);
        var now = (await FeatureUsage.Lock(tenantId, feature, row.PeriodStart, work))!; // The row is locked, so it exists.
        if (!bucket.IsCurrent && now.Burnt > row.Burnt)
            await EntitlementResolver.BumpRevision(tenantId, work); // The row of the current period doesn't know about it.
        await work.Commit();
        return LateUsageResult.Of(now, isRepeated: false, bucket.IsAdjusted, work.Now);
    }

    private static Problem? FindProblem(KnownFeature feature, decimal amount, DateTimeOffset at, DateTimeOffset now) =>
        feature.Kind switch
        {
            FeatureKind.Gauge => NotCounted($"{feature.Key} is a gauge. Send its current value instead, without at."),
            FeatureKind.Rate => NotCounted($"{feature.Key} is a rate limit, so past use is not counted."),
            FeatureKind.Boolean or FeatureKind.Config => NotCounted($"{feature.Key} is not a counter, so it can't be consumed or reserved."),
            _ when EventRules.TooFarAhead(at, now) is { } ahead => new(422, ahead.Reason, ahead.Advice),
            _ when at < now - EventRules.RetryWindow => new(422, "too_old", $"at must be within the last {EventRules.RetryWindow.TotalDays:0} days."),
            _ => ClaimDecision.CheckDecimals("amount", amount, feature.Decimals),
        };

    private static Problem NotCounted(string says) => new(422, "not_counted", says);

    /// <summary>Rounded down to the precision of the database.</summary>
    private static DateTimeOffset At(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>Locks the row. A period that has ended keeps its last limit; if nothing was counted in it, it gets the current limit.</summary>
    private static async Task<FeatureUsage> LockUsage(CountingPeriod bucket, FeatureEntitlement entitled, TenantEntitlements holding, UnitOfWork work) =>
        (bucket.IsCurrent ? null : await FeatureUsage.Lock(holding.TenantId, entitled.Feature.Key, bucket.Period.StartsAt, work))
        ?? await FeatureUsage.Lock(entitled, holding, bucket.Period, work);

    /// <summary>Finds an earlier claim with the same key. A claim sent without a time that did reach the console is the same claim.</summary>
    /// <returns>Null if nothing was counted under the key.</returns>
    private static async Task<LateUsageResult?> FindRepeated(LateUsage said, UnitOfWork work)
    {
        if (said.Key is null)
            return null;
        var earlier = await work.One<EarlierClaim>(
            """
            select c.feature, c.amount, c.reservation_id, c.period_start, c.happened_at,
                   exists (select from entitlements.adjustments a where a.tenant_id = c.tenant_id and a.claim_key = c.claim_key) as is_adjusted
              from entitlements.claims c
             where c.tenant_id = @TenantId and c.claim_key = @Key
            """,
            said
        );
        if (earlier is null)
            return null;
        if (
            earlier.Feature != said.Feature
            || earlier.Amount != said.Amount
            || earlier.ReservationId is not null
            || earlier.HappenedAt is { } at && at != said.At
        )
            throw ClaimDecision.KeyReused();
        var row = await FeatureUsage.Lock(said.TenantId, said.Feature, earlier.PeriodStart, work) ?? throw Problem.NotFound("tenant", said.TenantId);
        return LateUsageResult.Of(row, isRepeated: true, earlier.IsAdjusted, work.Now);
    }

    /// <returns>False if it was counted under the key in the meantime.</returns>
    private static async Task<bool> TryAddClaim(LateUsage said, FeatureUsage row, UnitOfWork work) =>
        said.Key is null
        || await work.Execute(
            """
            insert into entitlements.claims (tenant_id, claim_key, feature, amount, period_start, at, happened_at)
            values (@TenantId, @Key, @Feature, @Amount, @PeriodStart, now(), @At)
            on conflict do nothing
            """,
            new
            {
                said.TenantId,
                said.Key,
                said.Feature,
                said.Amount,
                row.PeriodStart,
                said.At,
            }
        ) == 1;

    /// <returns>False if it was already counted in that period.</returns>
    private static async Task<bool> TryAddSlot(LateUsage said, FeatureUsage row, UnitOfWork work) =>
        await work.Execute(
            """
            insert into entitlements.slots (tenant_id, feature, period_start, external_id, claimed_at) values (@TenantId, @Feature, @PeriodStart, @Resource, now())
            on conflict do nothing
            """,
            new
            {
                said.TenantId,
                said.Feature,
                row.PeriodStart,
                said.Resource,
            }
        ) == 1;

    /// <summary>Adds the usage; credits pay for usage beyond the limit, as far as they reach.</summary>
    private static async Task Add(LateUsage said, FeatureUsage row, UnitOfWork work)
    {
        work.Defer(
            $"update entitlements.usage u set used = u.used + @Amount where {FeatureUsage.IsThisRow}",
            new
            {
                row.TenantId,
                row.Feature,
                row.PeriodStart,
                said.Amount,
            }
        );
        await CreditBurner.BurnForClaims([(row with { Used = row.Used + said.Amount }, new([new(said.Amount, said.Key, hold: null)]))], work);
    }

    private sealed record EarlierClaim(
        string Feature,
        decimal Amount,
        string? ReservationId,
        DateTimeOffset PeriodStart,
        DateTimeOffset? HappenedAt,
        bool IsAdjusted
    );

    /// <param name="Resource">Id for features of kind unique; null otherwise.</param>
    internal sealed record LateUsage(string TenantId, string Feature, decimal Amount, string? Resource, string? Key, DateTimeOffset At);
}
