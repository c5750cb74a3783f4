using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Gauges;
using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Adds to the usage or reservations of tenants if the limit allows it. Concurrent claims for the same tenant and feature are added to
/// its row together, and one statement writes the rows of many tenants.</summary>
public sealed class ClaimProcessor
{
    /// <summary>Maximum number of claims for one tenant and feature that are answered together.</summary>
    private const int MaxBatchSize = 512;

    /// <summary>Maximum number of batches that are answered by one statement.</summary>
    private const int MaxBatches = 64;

    private const int MaxConcurrentStatements = 3;

    private readonly Database _database;
    private readonly Batcher<(string TenantId, string Feature), PendingClaim, ClaimResult> _batcher;

    public ClaimProcessor(Database database) => (_database, _batcher) = (database, new(Answer, MaxBatchSize, MaxBatches, MaxConcurrentStatements));

    /// <param name="key">The caller's own key for this claim; a repeated claim gets the same answer and is counted once.</param>
    /// <exception cref="Problem">404: no such feature. 422: the feature is not a counter, or the key was used for another claim.</exception>
    public Task<ClaimResult> Consume(string tenantId, string feature, decimal amount, string? key) =>
        _batcher.Add((tenantId, feature), new(amount, key, hold: null));

    /// <inheritdoc cref="Consume"/>
    public Task<ClaimResult> Reserve(string tenantId, string feature, decimal amount, string? key, ReservationRequest hold) =>
        _batcher.Add((tenantId, feature), new(amount, key, hold));

    /// <param name="isAlone">Whether the batch may wait for a row or need a second look, because it delays no other.</param>
    private async Task<IReadOnlyList<Batch<(string TenantId, string Feature), PendingClaim>>> Answer(
        IReadOnlyList<Batch<(string TenantId, string Feature), PendingClaim>> batches,
        bool isAlone
    )
    {
        var left = await TryGrantAll([.. batches.Select(batch => new ClaimBatch(batch))], waits: isAlone);
        if (!isAlone)
            return [.. left.Select(batch => batch.Batch)];
        foreach (var batch in left)
            await DecideEach(batch);
        return [];
    }

    /// <summary>Fast path: every claim of the batch fits, no key is known, and the copy of the limit is current.</summary>
    /// <returns>The batches for which this doesn't hold, unanswered.</returns>
    private async Task<IReadOnlyList<ClaimBatch>> TryGrantAll(IReadOnlyList<ClaimBatch> turns, bool waits)
    {
        await using var work = await Begin(turns);
        var added = await FeatureUsage.Add(turns, waits, work);
        if (added.Count == 0)
            return turns;
        var rows = added.ToDictionary(usage => (usage.TenantId, usage.Feature));
        var fit = turns.Where(turn => rows.ContainsKey((turn.TenantId, turn.Feature))).ToList();
        foreach (var turn in fit)
            ReservationCloser.Open(rows[(turn.TenantId, turn.Feature)], turn.Claims.Holds, work);
        if (!await CreditBurner.BurnForClaims([.. fit.Select(turn => (rows[(turn.TenantId, turn.Feature)], turn.Claims))], work))
            return turns; // The copy counts credits that are gone: roll back, and let each batch read again.
        await work.Commit();
        foreach (var turn in fit)
        foreach (var one in turn.Claims.All)
            one.Complete(ClaimResult.Of(rows[(turn.TenantId, turn.Feature)], one, refused: null, before: null, work.Now));
        return [.. turns.Except(fit)];
    }

    private async Task DecideEach(ClaimBatch turn)
    {
        try
        {
            await Decide(turn);
        }
        catch (Exception race) when (ConstraintViolation.IsDuplicate(race, "claims_pkey"))
        {
            await Decide(turn); // A claim on another feature has just stored the same key; the second attempt finds it.
        }
    }

    /// <summary>Reads first, so that a refused claim writes nothing; a claim that may fit is checked again under the row's lock.</summary>
    private async Task Decide(ClaimBatch turn)
    {
        var some = turn.Claims.All;
        await using var work = await Begin([turn]);
        if (!(await EntitlementResolver.Resolve([turn.TenantId], work)).TryGetValue(turn.TenantId, out var holding))
            throw Problem.NotFound("tenant", turn.TenantId);
        var feature = (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == turn.Feature);
        if (feature is not { Kind: FeatureKind.Counter })
            throw feature is null
                ? UnknownFeature(turn.Feature)
                : new Problem(422, "not_counted", $"{turn.Feature} is not a counter, so it can't be consumed or reserved.");
        if (feature.Counts.Length > 0)
            throw GaugeCounter.CountedFromReports(feature);
        var entitled = holding.Of(feature);
        var judged = await Judge(await FeatureUsage.Peek(entitled, holding, work));
        if (judged.Granted.Count > 0)
        {
            var usage = await FeatureUsage.Lock(entitled, holding, work);
            judged = await Judge(usage);
            if (judged.HasRefusals && usage.NextExpiry <= work.Now)
                judged = await Judge(usage = await usage.CloseExpired(work));
            if (judged.Granted.Count > 0)
                await usage.AddClaims(new(judged.Granted), work);
            await work.Commit();
        }
        judged.Complete(entitled, work.Now);

        // The keys are read after the row: a caller that finds no room left also finds the key that took it.
        async Task<ClaimDecision> Judge(FeatureUsage usage) => new(usage, feature, await FindEarlierClaims(turn, work), some);
    }

    private Task<UnitOfWork> Begin(IReadOnlyList<ClaimBatch> turns) =>
        _database.Write(WriteOrigin.Intake("entitlement.consume"), [.. turns.Select(turn => turn.TenantId).Distinct(), IdGenerator.Platform]);

    private static async Task<IReadOnlyList<ClaimDecision.EarlierClaim>> FindEarlierClaims(ClaimBatch turn, UnitOfWork work) =>
        turn.Claims.Keys is { Length: > 0 } keys
            ? await work.List<ClaimDecision.EarlierClaim>(
                """
                select c.claim_key, c.feature, c.amount, c.reservation_id, r.expires_at - r.opened_at as lasts
                  from entitlements.claims c left join entitlements.reservations r on r.tenant_id = c.tenant_id and r.reservation_id = c.reservation_id
                 where c.tenant_id = @TenantId and c.claim_key = any(@keys)
                """,
                new { turn.TenantId, keys }
            )
            : [];

    internal static Problem UnknownFeature(string feature) =>
        new(404, "unknown_feature", $"No feature has the key {feature}. GET /api/v1/features lists the features.") { Asked = [feature] };

    /// <returns>Null if the period never ends.</returns>
    internal static DateTimeOffset? ResetsAt(DateTimeOffset periodEnd) => periodEnd == Pure.Periods.Cycle.Never ? null : periodEnd;
}
