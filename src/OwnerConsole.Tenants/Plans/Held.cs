using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>How many tenants are on which version of one plan, and how many pieces they pay for.</summary>
internal sealed class Held
{
    private readonly ILookup<int, Row> _rows;

    private Held(IReadOnlyList<Row> rows) => _rows = rows.ToLookup(row => row.Number);

    /// <summary>The versions that anybody is on, the oldest first.</summary>
    public IEnumerable<int> Numbers => _rows.Select(version => version.Key).Order();

    /// <summary>On any version.</summary>
    public long All => Numbers.Sum(Tenants);

    public long Tenants(int number) => _rows[number].Where(row => row.IsAll).Sum(row => row.Tenants);

    /// <summary>What they would pay a month for it.</summary>
    public Money Monthly(int number, Money price, PlanInterval interval) =>
        new(_rows[number].Sum(row => row.Pieces is { } pieces ? row.Tenants * PlanTerms.Each(price, interval).Monthly(pieces) : 0), price.Currency);

    /// <summary>What all of them would pay a month for it.</summary>
    public Money Monthly(Money price, PlanInterval interval) => new(Numbers.Sum(number => Monthly(number, price, interval).Amount), price.Currency);

    public static async Task<Held> By(string planId, Population population, Work work) =>
        new(
            await work.List<Row>(
                $"""
                with on_version as (
                  select h.tenant_id, v.number, h.pieces
                    from ({PlanBook.HeldNow}) h
                    join core.tenants t on t.tenant_id = h.tenant_id and t.population = @population
                   cross join lateral ({PlanBook.VersionHeld}) v
                   where h.plan = (select p.key from plans.plans p where p.plan_id = @planId) and v.plan_id = @planId)
                select number, pieces, grouping(pieces) = 1 as is_all, count(distinct tenant_id) as tenants
                  from on_version
                 group by grouping sets ((number), (number, pieces))
                """,
                new { planId, population }
            )
        );

    /// <param name="Pieces">that each of them pays for; null for none, and for all of a version together</param>
    private sealed record Row(int Number, int? Pieces, bool IsAll, long Tenants);
}
