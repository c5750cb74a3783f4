using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Ends credit grants early, with a ledger line.</summary>
internal static class CreditRows
{
    /// <summary>Voids the rest of the grants of a run, including rollovers.</summary>
    /// <returns>The grants that had credits left.</returns>
    public static Task<IReadOnlyList<VoidedCredit>> Void(IReadOnlyList<string> tenants, string openedBy, UnitOfWork work) =>
        work.List<VoidedCredit>(
            Close("c.tenant_id = any(@tenants) and c.opened_by = @openedBy"),
            new
            {
                tenants,
                openedBy,
                run = work.RunId,
            }
        );

    /// <summary>Voids the rest of these grants.</summary>
    public static Task Void(IReadOnlyList<string> credits, UnitOfWork work) =>
        work.Execute(Close("c.credit_id = any(@credits)"), new { credits, run = work.RunId });

    /// <summary>Voids the rest of these grants of a tenant and of their rollovers, outside the transaction of the run.</summary>
    /// <param name="run">Run that requested it.</param>
    /// <returns>The grants that had credits left.</returns>
    public static Task<IReadOnlyList<VoidedCredit>> Void(string tenantId, IReadOnlyCollection<string> credits, string run, UnitOfWork work) =>
        work.List<VoidedCredit>(
            Close("c.tenant_id = @tenantId and (c.credit_id = any(@credits) or c.rolled_from = any(@credits))"),
            new
            {
                tenantId,
                credits = credits.ToArray(),
                run,
            }
        );

    /// <summary>Restores grants that a run voided, unless they have expired.</summary>
    /// <returns>The grants that are open again.</returns>
    public static Task<IReadOnlyList<string>> Restore(IReadOnlyList<string> credits, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            with open as (
              update entitlements.credits c set closed_as = null, closed_by = null, closed_at = null
               where c.credit_id = any(@credits) and c.closed_by = @undoneRun and (c.expires_at is null or c.expires_at > now())
              returning c.tenant_id, c.credit_id, c.feature, c.amount - c.spent as rest),
            noted as (
              insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, run_id)
              select o.tenant_id, o.credit_id, o.feature, 'restored', o.rest, @run from open o)
            select o.credit_id from open o
            """,
            new
            {
                credits,
                undoneRun,
                run = work.RunId,
            }
        );

    /// <param name="which">SQL condition for grants <c>c</c>.</param>
    private static string Close(string which) =>
        $"""
            with taken as (
              select c.tenant_id, c.credit_id from entitlements.credits c where {which} and {RemainingCredit.IsUsable} order by {RemainingCredit.Order} for no key update of c),
            closed as (
              update entitlements.credits c set closed_as = 'voided', closed_by = @run, closed_at = clock_timestamp()
                from taken t
               where c.tenant_id = t.tenant_id and c.credit_id = t.credit_id
              returning c.tenant_id, c.credit_id, c.feature, c.amount - c.spent as rest),
            noted as (
              insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, run_id)
              select c.tenant_id, c.credit_id, c.feature, 'voided', c.rest, @run from closed c where c.rest > 0)
            select c.tenant_id, c.credit_id, c.feature, c.rest from closed c order by c.credit_id
            """;
}
