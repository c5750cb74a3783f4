using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Kernel.Streams;

/// <summary>Reads log entries in order, for streams.</summary>
internal static class StreamRows
{
    /// <returns>The last assigned position.</returns>
    public static Task<long> Head(UnitOfWork work) => work.One<long>("select coalesce(max(pos), 0) from core.log_order");

    /// <param name="mode">Null for both modes.</param>
    /// <param name="onlyTenant">Null for all tenants.</param>
    public static Task<IReadOnlyList<StreamLine>> After(long after, int most, Mode? mode, string? onlyTenant, UnitOfWork work) =>
        work.List<StreamLine>(
            $"""
            select {LogLineReader.Columns}, coalesce(t.mode, 'live') as mode
              from core.log_order o join core.log l on l.id = o.id left join core.tenants t on t.tenant_id = l.tenant_id
             where o.pos > @after
               and (@mode::text is null or coalesce(t.mode, 'live') = @mode)
               and (@onlyTenant::text is null or l.tenant_id = @onlyTenant)
             order by o.pos
             limit @most
            """,
            new
            {
                after,
                mode,
                onlyTenant,
                most,
            }
        );
}
