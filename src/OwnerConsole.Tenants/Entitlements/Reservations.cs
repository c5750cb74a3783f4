using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Entitlements.Credits;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What is held until it is committed, released, or its time is over. Whoever closes one takes the row that holds it first, and one of them wins.</summary>
public sealed class Reservations(Database database, SecretBox box)
{
    /// <returns>null when there is none, or whoever asks is bound to other tenants</returns>
    public Task<Reservation?> Find(string id, Work work) =>
        work.One<Reservation>(
            $"""
            select r.reservation_id, r.tenant_id, t.population, r.feature, r.period_start, r.amount, r.actual,
                   case when r.state = 'held' and r.expires_at <= now() then 'expired' else r.state end as state, r.expires_at,
                   u.used, {Usage.Living}, u.allows, u.period_end
              from entitlements.reservations r
              join entitlements.usage u on u.tenant_id = r.tenant_id and u.feature = r.feature and u.period_start = r.period_start
              join core.tenants t on t.tenant_id = r.tenant_id
             where r.reservation_id = @id
            """,
            new { id }
        );

    /// <returns>whose it is, also for who may not know; null when there is none</returns>
    public async Task<string?> Owner(string id, CancellationToken stop)
    {
        Bound.Lift(); // that somebody named what is another's stands in the log
        await using var work = await database.Read(stop);
        return await work.One<string>("select tenant_id from entitlements.reservations where reservation_id = @id", new { id });
    }

    /// <summary>Counts what was used of it and gives back the rest. Said again it is answered alike.</summary>
    /// <param name="actual">may be more than was held, where that fits; null for all of it</param>
    /// <exception cref="Problem">402: more doesn't fit, and it stays held; 409: it is closed otherwise; 400: finer than the feature is counted</exception>
    public async Task<Reservation> Commit(Reservation held, decimal? actual, CancellationToken stop)
    {
        var used = actual ?? held.Amount;
        if (held.State is not ReservationState.Held)
            return Committed(held, used);
        await using var work = await Begin(held, stop);
        var usage = await Take(held, work);
        if (Judgement.TooFine("amount", used, usage.Decimals) is { } fine)
            throw fine;
        if (!await Close(held, ReservationState.Committed, used, work))
            return Committed(await Again(held, work), used);
        if (used > held.Amount)
            usage = await Demand(usage, used - held.Amount, work);
        await Settle(usage, held, used, work);
        var committed = await Again(held, work);
        await work.Commit();
        return committed;
    }

    /// <summary>Gives back what is held. Said again it is answered alike, and so is what has given itself back.</summary>
    /// <exception cref="Problem">409: it was committed</exception>
    public async Task<Reservation> Release(Reservation held, CancellationToken stop)
    {
        if (held.State is not ReservationState.Held)
            return Released(held);
        await using var work = await Begin(held, stop);
        var usage = await Take(held, work);
        if (!await Close(held, ReservationState.Released, actual: null, work))
            return Released(await Again(held, work));
        await Settle(usage, held, used: 0, work);
        var released = await Again(held, work);
        await work.Commit();
        return released;
    }

    internal static void Open(Usage usage, IEnumerable<Waiting> holds, Work work)
    {
        var (ids, amounts, lasts) = (new List<string>(), new List<decimal>(), new List<TimeSpan>());
        foreach (var one in holds)
        {
            ids.Add(one.Hold!.ReservationId); // it is a hold
            amounts.Add(one.Amount);
            lasts.Add(one.Hold.Lasts);
        }
        if (ids.Count == 0)
            return;
        work.Later(
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

    private Task<Work> Begin(Reservation held, CancellationToken stop) =>
        database.Write(Door.Intake("entitlement.consume"), [held.TenantId, IdSource.Platform], stop);

    /// <returns>false when somebody else has closed it, or its time is over</returns>
    private static async Task<bool> Close(Reservation held, ReservationState state, decimal? actual, Work work) =>
        await work.Do(
            """
            update entitlements.reservations
               set state = @state, actual = @actual, closed_at = now()
             where tenant_id = @TenantId and reservation_id = @ReservationId and state = 'held' and expires_at > now()
            """,
            new
            {
                state,
                actual,
                held.TenantId,
                held.ReservationId,
            }
        ) == 1;

    /// <summary>Takes from what the row holds, and adds what was used of it.</summary>
    private static async Task Settle(Usage usage, Reservation held, decimal used, Work work)
    {
        work.Later(
            $"update entitlements.usage u set used = u.used + @used, reserved = u.reserved - @Amount where {Usage.Same}",
            new
            {
                usage.TenantId,
                usage.Feature,
                usage.PeriodStart,
                held.Amount,
                used,
            }
        );
        await Burning.Settle(usage with { Used = usage.Used + used }, used, held.ReservationId, work);
    }

    private static async Task<Usage> Take(Reservation held, Work work) =>
        await Usage.Take(held.TenantId, held.Feature, held.PeriodStart, work) ?? throw Problem.NotFound("reservation", held.ReservationId);

    private async Task<Reservation> Again(Reservation held, Work work) => (await Find(held.ReservationId, work))!; // its row was taken, so it is there

    /// <summary>More than was held is asked for like anything else: of the limit as it is now, or, where the period is over, as it was.</summary>
    /// <returns>the row with that limit</returns>
    private async Task<Usage> Demand(Usage usage, decimal more, Work work)
    {
        var holding = (await Holdings.Of([usage.TenantId], work))[usage.TenantId]; // it holds something
        var feature = (await FeatureBook.Find(work)).FirstOrDefault(one => one.Key == usage.Feature) ?? throw Claims.Unknown(usage.Feature);
        var isOver = usage.PeriodEnd <= work.Now;
        var entitled = isOver ? usage.Entitled(feature) : holding.Of(feature);
        usage = isOver ? usage with { Ceiling = entitled.CeilingAt(usage.Used, usage.Burnt) } : await Usage.Take(entitled, holding, work);
        if (!usage.Fits(more) && usage.NextExpiry <= work.Now)
            usage = await usage.Expire(work) with { Ceiling = usage.Ceiling };
        if (!usage.Fits(more))
            throw await Denial.Of(Standing.Of(entitled, holding, usage), more, box, work);
        return usage;
    }

    private static Reservation Committed(Reservation closed, decimal used) =>
        closed.State switch
        {
            ReservationState.Committed when closed.Actual == used => closed,
            ReservationState.Committed => throw new Problem(
                409,
                "reservation_committed",
                $"This reservation was committed with {Allowance.Plain(closed.Actual!.Value)}, and nothing is held any more. Count what was used beyond that by POST /api/v1/entitlements/consume." // it is committed
            ),
            ReservationState.Released => throw new Problem(
                409,
                "reservation_released",
                "This reservation was released, and nothing is held any more. Count what was used by POST /api/v1/entitlements/consume, or reserve anew."
            ),
            _ => throw new Problem(
                409,
                "reservation_expired",
                "The time of this reservation was over before it was committed, and nothing is held any more. Count what was used by POST /api/v1/entitlements/consume, and reserve for longer the next time."
            ),
        };

    private static Reservation Released(Reservation closed) =>
        closed.State is ReservationState.Committed
            ? throw new Problem(409, "reservation_committed", "This reservation was committed: what was used of it is counted and stays so.")
            : closed;
}
