using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Reads the credits of tenants, and their ledger.</summary>
public static class CreditReader
{
    private const int MaxGrants = 500;

    /// <summary>SQL for the state of a grant; an expired grant counts as expired even before the cleanup has closed it.</summary>
    private const string State = $"""
        case when c.closed_by is not null then c.closed_as when c.expires_at <= now() then 'expired' when c.spent = c.amount then 'used' else 'open' end
        """;

    /// <returns>Usable grants in the order in which they are spent, then the others, newest first.</returns>
    public static async Task<CreditsView> Find(string tenantId, UnitOfWork work)
    {
        var rows = await FindRows(tenantId, work);
        var features = await FeatureCatalogue.Find(work);
        return new(
            [
                .. from feature in features
                let mine = rows.Where(row => row.Feature == feature.Key && row.Left > 0).ToList()
                where mine.Count > 0
                select new CreditBalance(
                    feature.Key,
                    feature.Name,
                    feature.Unit,
                    Pure.Allowances.Allowance.Plain(mine.Sum(row => row.Left)),
                    mine.Min(row => row.ExpiresAt)
                ),
            ],
            [.. rows.Select(CreditView.Of)]
        );
    }

    /// <returns>Ledger lines, newest first.</returns>
    public static async Task<Page<CreditMovementView>> Movements(string tenantId, string? feature, string? credit, string? cursor, int limit, UnitOfWork work)
    {
        var before = cursor is null ? long.MaxValue : Before(cursor);
        var rows = await work.List<CreditMovementView.Row>(
            """
            select m.movement, m.credit_id, m.feature, m.kind, m.amount, m.at, m.period_start, substr(m.claim_key, position(':' in m.claim_key) + 1) as key, m.reservation_id, m.run_id
              from entitlements.credit_movements m
             where m.tenant_id = @tenantId and m.movement < @before
               and (@feature::text is null or m.feature = @feature) and (@credit::text is null or m.credit_id = @credit)
             order by m.movement desc
             limit @limit + 1
            """,
            new
            {
                tenantId,
                before,
                feature,
                credit,
                limit,
            }
        );
        return Paging.ToPage([.. rows.Select(CreditMovementView.Of)], limit, last => Cursor.Of(last.Id));
    }

    private static Task<IReadOnlyList<CreditRow>> FindRows(string tenantId, UnitOfWork work) =>
        work.List<CreditRow>(
            $"""
            select c.credit_id, c.feature, c.amount, case when {RemainingCredit.IsUsable} then c.amount - c.spent else 0 end as left, {State} as state,
                   c.priority, c.is_promotional, c.expires_at, c.rollover, c.rolled_from, c.reason, c.opened_by, c.opened_at, c.closed_by, c.closed_at, c.payment_id
              from entitlements.credits c
             where c.tenant_id = @tenantId
             order by not ({RemainingCredit.IsUsable}), case when {RemainingCredit.IsUsable} then c.feature end, case when {RemainingCredit.IsUsable} then c.priority end,
                      case when {RemainingCredit.IsUsable} then c.expires_at end, case when {RemainingCredit.IsUsable} then c.opened_at end, c.opened_at desc, c.credit_id
             limit {MaxGrants}
            """,
            new { tenantId }
        );

    private static long Before(string cursor) =>
        Cursor.Read(cursor, 1) is [var movement] && long.TryParse(movement, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw OwnerConsole.Data.Problem.Invalid("cursor", "must be a cursor returned by this list.");
}
