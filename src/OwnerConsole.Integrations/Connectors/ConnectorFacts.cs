using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>The platform and its connected database.</summary>
/// <param name="Settings">The connection; null when no database is connected.</param>
/// <param name="Reading">Run that started the current sync; null before the first.</param>
/// <param name="IsRead">True when the sync has read all rows at least once.</param>
public sealed record ConnectorFacts(long Revision, ConnectorSettings? Settings, string? Reading, bool IsRead, bool IsPaused) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        // Locks the current settings, so that a concurrent change is detected as a conflict with the preview.
        await work.List<string>(
            $"select s.opened_by from connectors.settings s where s.tenant_id = 'tnt_platform' and s.closed_by is null {work.ForUpdate("s")}"
        );
        return [await Find(work)];
    }

    public static async Task<ConnectorFacts> Find(UnitOfWork work)
    {
        var state = (
            await work.One<State>(
                """
                select (select count(*) + count(closed_by) from connectors.settings where tenant_id = 'tnt_platform')
                       + (select count(*) + count(closed_by) from connectors.readings where tenant_id = 'tnt_platform')
                       + (select count(*) + count(closed_by) from connectors.pauses where tenant_id = 'tnt_platform') + 1 as revision,
                       (select opened_by from connectors.readings where tenant_id = 'tnt_platform' and closed_by is null) as reading,
                       exists (select from connectors.readings r join connectors.states s on s.tenant_id = r.tenant_id and s.reading = r.opened_by
                                where r.tenant_id = 'tnt_platform' and r.closed_by is null and s.read_at is not null) as is_read,
                       exists (select from connectors.pauses where tenant_id = 'tnt_platform' and closed_by is null) as is_paused
                """
            )
        )!; // always returns one row
        return new(state.Revision, await ConnectorSettings.Find(work), state.Reading, state.IsRead, state.IsPaused);
    }

    /// <summary>Starts a new sync from the first row of each view.</summary>
    internal static Task Start(ReadingCause cause, UnitOfWork work) =>
        work.Execute(
            """
            with closed as (update connectors.readings set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null returning 1)
            insert into connectors.readings (tenant_id, opened_by, cause, opened_at)
            select 'tnt_platform', @run, @cause, clock_timestamp()
             where (select count(*) from closed) >= 0 -- makes PostgreSQL run the update first
            """,
            new { run = work.RunId, cause }
        );

    /// <summary>Undoes a run's changes in a table of the connector.</summary>
    /// <returns>False when the rows were changed again since.</returns>
    internal static async Task<bool> Revert(string table, string undoneRun, UnitOfWork work)
    {
        var args = new { run = work.RunId, undoneRun };
        var closed = await work.Execute(
            $"update connectors.{table} set closed_by = @run where tenant_id = 'tnt_platform' and opened_by = @undoneRun and closed_by is null",
            args
        );
        var reopened = await work.Execute(
            $"""
            update connectors.{table} t set closed_by = null
             where t.tenant_id = 'tnt_platform' and t.closed_by = @undoneRun
               and not exists (select from connectors.{table} o where o.tenant_id = 'tnt_platform' and o.closed_by is null)
            """,
            args
        );
        return closed + reopened > 0;
    }

    private sealed record State(long Revision, string? Reading, bool IsRead, bool IsPaused);
}
