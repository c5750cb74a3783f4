using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Streams;

/// <summary>The log's lines in their order, as streams read them.</summary>
internal static class StreamRows
{
    /// <returns>the last position that was given</returns>
    public static Task<long> Head(Work work) => work.One<long>("select coalesce(max(pos), 0) from core.log_order");

    /// <param name="population">null for both</param>
    /// <param name="onlyTenant">null for all</param>
    public static Task<IReadOnlyList<StreamLine>> After(long after, int most, Population? population, string? onlyTenant, Work work) =>
        work.List<StreamLine>(
            """
            select o.pos, l.at, l.tenant_id, l.kind, l.actor, l.run_id, l.operation, l.subject, l.outcome, l.code, l.sentence, l.event,
                   coalesce(t.population, 'live') as population
              from core.log_order o join core.log l on l.id = o.id left join core.tenants t on t.tenant_id = l.tenant_id
             where o.pos > @after
               and (@population::text is null or coalesce(t.population, 'live') = @population)
               and (@onlyTenant::text is null or l.tenant_id = @onlyTenant)
             order by o.pos
             limit @most
            """,
            new
            {
                after,
                population,
                onlyTenant,
                most,
            }
        );
}
