using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Claims;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Pays usage beyond the limit from credits, in the transaction that counts the usage and under the lock of its row. Rows without
/// credits cost nothing.</summary>
internal static class CreditBurner
{
    /// <summary>Spends credits for usage just added to these rows beyond what is included.</summary>
    /// <param name="used">Each row with its current usage, and the claims added to it.</param>
    /// <returns>False if fewer credits are left than a row's copy counts; the caller must then roll back.</returns>
    public static async Task<bool> BurnForClaims(IReadOnlyList<(FeatureUsage Row, ClaimGroup Added)> used, UnitOfWork work)
    {
        List<Portion>? pieces = null;
        foreach (var (row, added) in used)
            if (AmountDue(row) > 0)
                (pieces ??= []).AddRange(Split(row, added));
        return pieces is null || await Burn(pieces, work) == pieces.Sum(piece => piece.Amount);
    }

    /// <summary>Spends credits for the used part of a reservation. Credits that have expired pay for nothing, so usage may exceed the limit,
    /// because the reservation guaranteed it.</summary>
    /// <param name="row">The row with its current usage.</param>
    public static async Task BurnForReservation(FeatureUsage row, decimal used, string reservationId, UnitOfWork work)
    {
        if (Math.Min(AmountDue(row), used) is not (> 0 and var due))
            return;
        await Burn([new(row, due, null, reservationId)], work);
        if (row.PeriodEnd <= work.Now) // The row of the current period doesn't know about it.
            await EntitlementResolver.BumpRevision(row.TenantId, work);
    }

    /// <returns>Usage of a row that credits cover but have not paid for yet.</returns>
    private static decimal AmountDue(FeatureUsage row) =>
        row is { Included: { } included, Credited: { } credited } ? Math.Min(row.Used - included, credited) - row.Burnt : 0;

    /// <summary>Splits the amount due among the claims, in order. Claims without a key form one piece.</summary>
    private static IEnumerable<Portion> Split(FeatureUsage row, ClaimGroup added)
    {
        var starts = row.Included!.Value + row.Burnt; // Only rows with an amount due are passed.
        var (ends, at, keyless) = (starts + AmountDue(row), row.Used - added.Used, 0m);
        foreach (var one in added.All.Where(pendingClaim => pendingClaim.Hold is null))
        {
            var amount = Math.Min(at + one.Amount, ends) - Math.Max(at, starts);
            at += one.Amount;
            if (amount <= 0)
                continue;
            if (one.Key is null)
                keyless += amount;
            else
                yield return new(row, amount, one.Key, null);
        }
        if (keyless > 0)
            yield return new(row, keyless, null, null);
    }

    /// <returns>The amount that was paid from credits.</returns>
    private static Task<decimal> Burn(IReadOnlyList<Portion> pieces, UnitOfWork work) =>
        work.One<decimal>(
            $"""
            with pieces as (
              select p.*, sum(p.amount) over (partition by p.tenant_id, p.feature order by p.place) as ends
                from unnest(@tenants, @features, @periods, @amounts, @keys, @reservations) with ordinality
                     p(tenant_id, feature, period_start, amount, claim_key, reservation_id, place)),
            taken as (
              select c.tenant_id, c.credit_id, c.feature, c.priority, c.expires_at, c.opened_at, c.amount - c.spent as rest
                from entitlements.credits c
               where (c.tenant_id, c.feature) in (select p.tenant_id, p.feature from pieces p) and {RemainingCredit.IsUsable}
               order by {RemainingCredit.Order}
                 for no key update of c),
            lined as (
              select c.*, sum(c.rest) over (partition by c.tenant_id, c.feature order by c.priority, c.expires_at, c.opened_at, c.credit_id) as ends from taken c),
            burnt as (
              select l.tenant_id, l.credit_id, l.feature, p.period_start, p.claim_key, p.reservation_id, p.place, l.ends as till,
                     least(l.ends, p.ends) - greatest(l.ends - l.rest, p.ends - p.amount) as amount
                from lined l join pieces p using (tenant_id, feature)
               where least(l.ends, p.ends) > greatest(l.ends - l.rest, p.ends - p.amount)),
            spent as (
              update entitlements.credits c set spent = c.spent + b.amount
                from (select tenant_id, credit_id, sum(amount) as amount from burnt group by 1, 2) b
               where c.tenant_id = b.tenant_id and c.credit_id = b.credit_id),
            noted as (
              insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, period_start, claim_key, reservation_id)
              select b.tenant_id, b.credit_id, b.feature, 'spent', b.amount, b.period_start, b.claim_key, b.reservation_id from burnt b order by b.place, b.till),
            paid as (
              update entitlements.usage u set burnt = u.burnt + b.amount
                from (select tenant_id, feature, period_start, sum(amount) as amount from burnt group by 1, 2, 3) b
               where u.tenant_id = b.tenant_id and u.feature = b.feature and u.period_start = b.period_start)
            select coalesce(sum(b.amount), 0) from burnt b
            """,
            new
            {
                tenants = pieces.Select(piece => piece.Row.TenantId).ToArray(),
                features = pieces.Select(piece => piece.Row.Feature).ToArray(),
                periods = pieces.Select(piece => piece.Row.PeriodStart).ToArray(),
                amounts = pieces.Select(piece => piece.Amount).ToArray(),
                keys = pieces.Select(piece => piece.Key).ToArray(),
                reservations = pieces.Select(piece => piece.ReservationId).ToArray(),
            }
        );

    /// <param name="Key">Key of the claim; null for claims without one.</param>
    private sealed record Portion(FeatureUsage Row, decimal Amount, string? Key, string? ReservationId);
}
