using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>Gives back what an application has counted under a key, once.</summary>
public sealed class Refunds(Database database)
{
    /// <param name="key">of the claim</param>
    /// <param name="amount">null for all of it</param>
    /// <exception cref="Problem">404: nothing was counted under it; 409: it is held only, or another amount was given back; 400: more than was counted</exception>
    public async Task<RefundView> Give(string tenantId, string caller, string key, decimal? amount, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("entitlement.consume"), [tenantId, IdSource.Platform], stop);
        var seen = await Spending.Claimed(tenantId, key, caller, work) ?? throw Unknown();
        var usage = await Usage.Take(tenantId, seen.Feature, seen.PeriodStart, work) ?? throw Problem.NotFound("tenant", tenantId);
        var claim = (await Spending.Claimed(tenantId, key, caller, work)) ?? throw Unknown(); // under the lock: whoever came before has said so
        var back = amount ?? claim.Counted;
        if (!claim.IsCounted)
            throw new Problem(409, "not_counted", "Nothing was counted under this Idempotency-Key: release the reservation, or commit it first.");
        if (Judgement.TooFine("amount", back, usage.Decimals) is { } fine)
            throw fine;
        if (back > claim.Counted)
            throw Problem.Invalid("amount", $"is {Allowance.Plain(claim.Counted)} at most: so much was counted.");
        if (claim.Refunded is { } before && before != back)
            throw new Problem(409, "already_refunded", $"{Allowance.Plain(before)} of this claim was given back before. A claim is refunded once.");
        var credits = claim.Refunded is null && back > 0 ? await claim.GiveBack(back, runId: null, work) : await Given(claim, work);
        var used = claim.Refunded is null ? usage.Used - back : usage.Used;
        await work.Commit();
        return new(claim.Feature, key, Allowance.Plain(back), Allowance.Plain(credits), Allowance.Plain(used), claim.Refunded is not null);
    }

    private static Task<decimal> Given(Spending claim, Work work) =>
        work.One<decimal>(
            """
            select coalesce(sum(m.amount), 0) from entitlements.credit_movements m
             where m.tenant_id = @TenantId and m.kind = 'refunded' and m.period_start = @PeriodStart
               and case when @ReservationId::text is not null then m.reservation_id = @ReservationId else m.claim_key = @ClaimKey end
            """,
            claim
        );

    private static Problem Unknown() => new(404, "unknown_claim", "Nothing was counted under this Idempotency-Key by this API key in the last 32 days.");
}
