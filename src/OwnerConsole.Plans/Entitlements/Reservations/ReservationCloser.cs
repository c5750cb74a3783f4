using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>Commits, releases and expires reservations. Closing one locks its usage row first, so that exactly one of several requests succeeds.</summary>
public sealed class ReservationCloser
{
    /// <summary>Maximum number of reservations of one row that are closed together.</summary>
    private const int MaxBatchSize = 512;

    private readonly Database _database;
    private readonly SecretBox _box;
    private readonly Batcher<UsageKey, PendingClose, Reservation> _closing;

    public ReservationCloser(Database database, SecretBox box) => (_database, _box, _closing) = (database, box, new(CloseBatches, MaxBatchSize));

    /// <returns>Null if there is none, or if the caller is limited to other tenants.</returns>
    public async Task<Reservation?> Find(string id, UnitOfWork work) => (await Find([id], work)).SingleOrDefault();

    /// <returns>The tenant of the reservation, even if the caller has no access to it; null if there is none.</returns>
    public async Task<string?> Owner(string id, CancellationToken stop)
    {
        TenantScope.Clear(); // Attempts to access another tenant's reservation are logged.
        await using var work = await _database.Read(stop);
        return await work.One<string>("select tenant_id from entitlements.reservations where reservation_id = @id", new { id });
    }

    /// <summary>Counts the used amount and releases the rest. Repeating it returns the same answer.</summary>
    /// <param name="actual">Used amount, which can exceed the reservation if the limit allows it; null for all of it.</param>
    /// <exception cref="Problem">402: the extra amount exceeds the limit, and the reservation stays open. 409: it was closed differently. 400: too many decimals.</exception>
    public Task<Reservation> Commit(Reservation held, decimal? actual, CancellationToken stop) => Close(new(held, actual ?? held.Amount), stop);

    /// <summary>Releases a reservation. Repeating it, or releasing an expired one, returns the same answer.</summary>
    /// <exception cref="Problem">409: it was committed.</exception>
    public Task<Reservation> Release(Reservation held, CancellationToken stop) => Close(new(held, used: null), stop);

    private async Task<Reservation> Close(PendingClose one, CancellationToken stop) =>
        one.Held.State is not ReservationState.Held ? ToResult(one, one.Held)
        : one.FitsReservation ? await _closing.Add(one.Row, one).WaitAsync(stop)
        : await CloseOne(one, stop);

    /// <summary>Locks each row once for all reservations of it.</summary>
    private async Task<IReadOnlyList<Batch<UsageKey, PendingClose>>> CloseBatches(IReadOnlyList<Batch<UsageKey, PendingClose>> batches, bool isAlone)
    {
        foreach (var some in batches.Select(batch => batch.Items))
            if (some.Count == 1 || !await TryCloseAll(some))
                foreach (var one in some)
                    await Complete(one, () => CloseOne(one, CancellationToken.None));
        return [];
    }

    /// <returns>False, without changes, if credits are involved: what each reservation spends depends on those before it.</returns>
    private async Task<bool> TryCloseAll(IReadOnlyList<PendingClose> some)
    {
        var row = some[0].Held;
        await using var work = await Begin(row, CancellationToken.None);
        var usage = await LockUsage(row, work);
        if (usage.Credited > 0)
            return false;
        var asked = some.Where(pendingClose => CheckDecimals(pendingClose, usage) is null).DistinctBy(pendingClose => pendingClose.Held.ReservationId).ToList();
        if (asked.Count > 0 && await Close(asked, work) is { Number: > 0 } sums)
            Settle(usage, sums.Amount, sums.Used, work);
        var closed = (await Find([.. asked.Select(pendingClose => pendingClose.Held.ReservationId)], work)).ToDictionary(
            reservation => reservation.ReservationId,
            StringComparer.Ordinal
        );
        await work.Commit();
        foreach (var one in some)
            await Complete(one, () => CheckDecimals(one, usage) is { } fine ? throw fine : Task.FromResult(ToResult(one, closed[one.Held.ReservationId])));
        return true;
    }

    private static async Task Complete(PendingClose one, Func<Task<Reservation>> answer)
    {
        try
        {
            one.Complete(await answer());
        }
        catch (Exception why) // The caller gets the exception.
        {
            one.Fail(why);
        }
    }

    private async Task<Reservation> CloseOne(PendingClose one, CancellationToken stop)
    {
        var (held, used) = (one.Held, one.Used ?? 0);
        await using var work = await Begin(held, stop);
        var usage = await LockUsage(held, work);
        if (CheckDecimals(one, usage) is { } fine)
            throw fine;
        if ((await Close([one], work)).Number == 0)
            return ToResult(one, await Reload(held, work));
        if (!one.FitsReservation)
            usage = await EnsureFits(usage, used - held.Amount, work);
        Settle(usage, held.Amount, used, work);
        await CreditBurner.BurnForReservation(usage with { Used = usage.Used + used }, used, held.ReservationId, work);
        var closed = await Reload(held, work);
        await work.Commit();
        return closed;
    }

    private static Problem? CheckDecimals(PendingClose one, FeatureUsage usage) =>
        one.Used is { } used ? ClaimDecision.CheckDecimals("amount", used, usage.Decimals) : null;

    internal static void Open(FeatureUsage usage, IEnumerable<PendingClaim> holds, UnitOfWork work)
    {
        var (ids, amounts, lasts) = (new List<string>(), new List<decimal>(), new List<TimeSpan>());
        foreach (var one in holds)
        {
            ids.Add(one.Hold!.ReservationId); // Only claims with a reservation are passed.
            amounts.Add(one.Amount);
            lasts.Add(one.Hold.Lifetime);
        }
        if (ids.Count == 0)
            return;
        work.Defer(
            """
            insert into entitlements.reservations (tenant_id, reservation_id, feature, period_start, amount, source, source_id, opened_at, expires_at)
            select @TenantId, h.reservation_id, @Feature, @PeriodStart, h.amount, @Source, @SourceId, now(), now() + h.lasts
              from unnest(@ids, @amounts, @lasts) h(reservation_id, amount, lasts)
            """,
            new
            {
                usage.TenantId,
                usage.Feature,
                usage.PeriodStart,
                usage.Source,
                usage.SourceId,
                ids = ids.ToArray(),
                amounts = amounts.ToArray(),
                lasts = lasts.ToArray(),
            }
        );
    }

    private Task<UnitOfWork> Begin(Reservation held, CancellationToken stop) =>
        _database.Write(WriteOrigin.Intake("entitlement.consume"), [held.TenantId, IdGenerator.Platform], stop);

    /// <param name="some">Reservations of one tenant, each once.</param>
    /// <returns>Sums of the reservations that were closed, without those already closed or expired.</returns>
    private static async Task<ClosedSums> Close(IReadOnlyList<PendingClose> some, UnitOfWork work) =>
        (
            await work.One<ClosedSums>(
                """
                with closed as (
                  update entitlements.reservations r
                     set state = case when a.used is null then 'released' else 'committed' end, actual = a.used, closed_at = now()
                    from unnest(@ids, @used) a(reservation_id, used)
                   where r.tenant_id = @TenantId and r.reservation_id = a.reservation_id and r.state = 'held' and r.expires_at > now()
                  returning r.amount, r.actual)
                select coalesce(sum(amount), 0) as amount, coalesce(sum(actual), 0) as used, count(*) as number from closed
                """,
                new
                {
                    some[0].Held.TenantId,
                    ids = some.Select(pendingClose => pendingClose.Held.ReservationId).ToArray(),
                    used = some.Select(pendingClose => pendingClose.Used).ToArray(),
                }
            )
        )!; // An aggregate always returns a row.

    private static Task<IReadOnlyList<Reservation>> Find(string[] ids, UnitOfWork work) =>
        work.List<Reservation>(
            $"""
            select r.reservation_id, r.tenant_id, t.mode, r.feature, r.period_start, r.amount, r.actual,
                   case when r.state = 'held' and r.expires_at <= now() then 'expired' else r.state end as state, r.expires_at,
                   u.used, {FeatureUsage.CurrentReserved}, u.allows, u.period_end
              from entitlements.reservations r
              join entitlements.usage u on u.tenant_id = r.tenant_id and u.feature = r.feature and u.period_start = r.period_start
              join core.tenants t on t.tenant_id = r.tenant_id
             where r.reservation_id = any(@ids)
            """,
            new { ids }
        );

    /// <summary>Subtracts the reserved amount from the row and adds the used amount.</summary>
    private static void Settle(FeatureUsage usage, decimal amount, decimal used, UnitOfWork work) =>
        work.Defer(
            $"update entitlements.usage u set used = u.used + @used, reserved = u.reserved - @amount where {FeatureUsage.IsThisRow}",
            new
            {
                usage.TenantId,
                usage.Feature,
                usage.PeriodStart,
                amount,
                used,
            }
        );

    private static async Task<FeatureUsage> LockUsage(Reservation held, UnitOfWork work) =>
        await FeatureUsage.Lock(held.TenantId, held.Feature, held.PeriodStart, work) ?? throw Problem.NotFound("reservation", held.ReservationId);

    private static async Task<Reservation> Reload(Reservation held, UnitOfWork work) => (await Find([held.ReservationId], work)).Single(); // Its row is locked, so it exists.

    /// <summary>An amount beyond the reservation is checked like any other claim: against the current limit, or the last limit of a period that has ended.</summary>
    /// <returns>The row with that limit.</returns>
    private async Task<FeatureUsage> EnsureFits(FeatureUsage usage, decimal more, UnitOfWork work)
    {
        var holding = (await EntitlementResolver.Resolve([usage.TenantId], work))[usage.TenantId]; // It has a reservation, so it exists.
        var feature =
            (await FeatureCatalogue.Find(work)).FirstOrDefault(knownFeature => knownFeature.Key == usage.Feature)
            ?? throw ClaimProcessor.UnknownFeature(usage.Feature);
        var isOver = usage.PeriodEnd <= work.Now;
        var entitled = isOver ? usage.ToEntitlement(feature) : holding.Of(feature);
        usage = isOver ? usage with { Ceiling = entitled.CeilingAt(usage.Used, usage.Burnt) } : await FeatureUsage.Lock(entitled, holding, work);
        if (!usage.Fits(more) && usage.NextExpiry <= work.Now)
            usage = await usage.CloseExpired(work) with { Ceiling = usage.Ceiling };
        if (!usage.Fits(more))
            throw await LimitExceededResponse.Of(FeatureBalance.Of(entitled, holding, usage), more, _box, work);
        return usage;
    }

    /// <returns>The reservation, if it was closed as requested.</returns>
    private static Reservation ToResult(PendingClose one, Reservation now) => one.Used is { } used ? ToCommitted(now, used) : ToReleased(now);

    private static Reservation ToCommitted(Reservation closed, decimal used) =>
        closed.State switch
        {
            ReservationState.Committed when closed.Actual == used => closed,
            ReservationState.Committed => throw new Problem(
                409,
                "reservation_committed",
                $"This reservation was already committed with {Allowance.Plain(closed.Actual!.Value)}. Count further usage with POST /api/v1/entitlements/consume." // It is committed.
            ),
            ReservationState.Released => throw new Problem(
                409,
                "reservation_released",
                "This reservation was already released. Count the usage with POST /api/v1/entitlements/consume, or create a new reservation."
            ),
            _ => throw new Problem(
                409,
                "reservation_expired",
                "This reservation expired before it was committed. Count the usage with POST /api/v1/entitlements/consume, and use a longer ttl_seconds next time."
            ),
        };

    private static Reservation ToReleased(Reservation closed) =>
        closed.State is ReservationState.Committed
            ? throw new Problem(409, "reservation_committed", "This reservation was already committed, so it can't be released.")
            : closed;

    /// <param name="Amount">Total amount that was reserved.</param>
    /// <param name="Used">Total amount that was used.</param>
    private sealed record ClosedSums(decimal Amount, decimal Used, long Number);
}
