using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Differences between what is booked in closed months and what would be booked now.</summary>
internal static class Differences
{
    private const string Origin = "movements.compare";

    /// <summary>What the differences depend on in addition to the facts: reporting currency, time zone and last closed month.</summary>
    public const string Compared = """
        (select concat_ws(' ', r.currency, r.zone, (select extract(epoch from max(c.until_at)) from movements.closings c where c.closed_by is null and c.currency = r.currency)) from core.reporting r)
        """;

    /// <returns>Sums of the movements in the reporting currency that are in closed months, by month, kind and plan.</returns>
    public static IEnumerable<MonthlyMrr> ByMonth(IEnumerable<Movement> movements, ClosedMonths closed)
    {
        var zone = Zone.FirstKnown(closed.Zone);
        return movements
            .Where(movement => movement.Currency == closed.Currency && movement.At < closed.Reporting)
            .SelectMany(movement => movement.Parts.Select(part => new MonthlyMrr(MonthOf(movement.At), movement.Kind, part.Plan, part.Delta)));

        DateOnly MonthOf(DateTimeOffset at) => zone.DayOf(at) is var day ? new(day.Year, day.Month, 1) : default;
    }

    /// <summary>Replaces the differences of tenants, with the next statement of the unit of work.</summary>
    public static void Replace(IReadOnlyList<string> ids, string currency, IEnumerable<TenantDifference> differences, UnitOfWork work) =>
        work.Defer(
            """
            with due as (
              select r.tenant_id, r.month, r.kind, r.plan, t.mode, r.delta_minor
                from jsonb_to_recordset(@rows) r(tenant_id text, month date, kind text, plan text, delta_minor numeric)
                join core.tenants t using (tenant_id)),
            gone as (
              delete from movements.differences m
               where m.tenant_id = any(@ids)
                 and not exists (select from due d where (m.tenant_id, m.currency, m.month, m.kind, m.plan, m.delta_minor) = (d.tenant_id, @currency, d.month, d.kind, d.plan, d.delta_minor))
              returning 1)
            insert into movements.differences (tenant_id, currency, month, kind, plan, mode, delta_minor)
            select d.tenant_id, @currency, d.month, d.kind, d.plan, d.mode, d.delta_minor
              from due d
             where not exists (select from movements.differences m where (m.tenant_id, m.currency, m.month, m.kind, m.plan, m.delta_minor) = (d.tenant_id, @currency, d.month, d.kind, d.plan, d.delta_minor))
               and (select count(*) from gone) >= 0 -- forces PostgreSQL to delete first
            """,
            new
            {
                ids,
                currency,
                rows = Json.Element(differences.ToArray()),
            }
        );

    /// <summary>Has tenants with differences compared again after a month was closed or reopened, or the reporting currency or the time zone has changed.</summary>
    public static async Task MarkIfChanged(Database database, CancellationToken stop)
    {
        if (await FindTenants(database, stop) is not { } tenants)
            return;
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        await ClosedMonths.Lock(work);
        if (!await IsChanged(work))
            return; // marked by another execution of this job
        await work.MarkStale(tenants);
        await work.Execute($"update movements.settings set compared = {Compared}");
        await work.Commit();
    }

    /// <returns>Tenants to compare again: those with differences, also from before they were stored; null if nothing has changed.</returns>
    private static async Task<IReadOnlyList<string>?> FindTenants(Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await IsChanged(reading)
            ? await reading.List<string>(
                "select tenant_id from movements.differences union select tenant_id from movements.movements where kind = 'adjustment'"
            )
            : null;
    }

    private static Task<bool> IsChanged(UnitOfWork work) => work.One<bool>($"select s.compared is distinct from {Compared} from movements.settings s");
}

/// <summary>Difference of a tenant in a closed month, in the smallest unit of the reporting currency and not rounded.</summary>
internal sealed record TenantDifference(string TenantId, DateOnly Month, MovementKind Kind, string Plan, decimal DeltaMinor)
{
    public static TenantDifference Of(string tenant, MonthlyMrr sum) => new(tenant, sum.Month, sum.Kind, sum.Plan, sum.Delta);
}
