using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Refunds usage that an application has counted under a key, once.</summary>
public sealed class Refunds(Database database)
{
    /// <param name="key">Key of the claim.</param>
    /// <param name="amount">Amount to refund; null for all of it.</param>
    /// <exception cref="Problem">404: nothing was counted under the key. 409: it is only a reservation, or another amount was refunded. 400: more than was counted.</exception>
    public async Task<RefundView> Refund(string tenantId, string caller, string key, decimal? amount, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("entitlement.consume"), [tenantId, IdGenerator.Platform], stop);
        var seen = await RefundableUsage.FindClaim(tenantId, key, caller, work) ?? throw UnknownClaim();
        var usage = await FeatureUsage.Lock(tenantId, seen.Feature, seen.PeriodStart, work) ?? throw Problem.NotFound("tenant", tenantId);
        var claim = (await RefundableUsage.FindClaim(tenantId, key, caller, work)) ?? throw UnknownClaim(); // Read again under the lock, to see concurrent refunds.
        var back = amount ?? claim.Counted;
        if (!claim.IsCounted)
            throw new Problem(409, "not_counted", "Nothing was counted under this Idempotency-Key yet. Commit the reservation first, or release it.");
        if (ClaimDecision.CheckDecimals("amount", back, usage.Decimals) is { } fine)
            throw fine;
        if (back > claim.Counted)
            throw Problem.Invalid("amount", $"must be at most {Allowance.Plain(claim.Counted)}, the counted amount.");
        if (claim.Refunded is { } before && before != back)
            throw new Problem(409, "already_refunded", $"{Allowance.Plain(before)} of this claim was already refunded. A claim can be refunded only once.");
        var credits = claim.Refunded is null && back > 0 ? await claim.Refund(back, runId: null, work) : await CountRefunded(claim, work);
        var used = claim.Refunded is null ? usage.Used - back : usage.Used;
        await work.Commit();
        return new(claim.Feature, key, Allowance.Plain(back), Allowance.Plain(credits), Allowance.Plain(used), claim.Refunded is not null);
    }

    private static Task<decimal> CountRefunded(RefundableUsage claim, UnitOfWork work) =>
        work.One<decimal>(
            """
            select coalesce(sum(m.amount), 0) from entitlements.credit_movements m
             where m.tenant_id = @TenantId and m.kind = 'refunded' and m.period_start = @PeriodStart
               and case when @ReservationId::text is not null then m.reservation_id = @ReservationId else m.claim_key = @ClaimKey end
            """,
            claim
        );

    private static Problem UnknownClaim() => new(404, "unknown_claim", "Nothing was counted under this Idempotency-Key by this API key in the last 32 days.");
}
