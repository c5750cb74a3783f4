using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>The platform and its connected database.</summary>
/// <param name="Settings">The connection; null when no database is connected.</param>
/// <param name="Sync">Run that started the current sync; null before the first.</param>
/// <param name="IsRead">True when the sync has read all rows at least once.</param>
public sealed record ConnectorFacts(long Revision, ConnectorSettings? Settings, string? Sync, bool IsRead, bool IsPaused) : ISubject
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
                       + (select count(*) + count(closed_by) from connectors.syncs where tenant_id = 'tnt_platform')
                       + (select count(*) + count(closed_by) from connectors.pauses where tenant_id = 'tnt_platform') + 1 as revision,
                       (select opened_by from connectors.syncs where tenant_id = 'tnt_platform' and closed_by is null) as sync,
                       exists (select from connectors.syncs r join connectors.states s on s.tenant_id = r.tenant_id and s.sync = r.opened_by
                                where r.tenant_id = 'tnt_platform' and r.closed_by is null and s.read_at is not null) as is_read,
                       exists (select from connectors.pauses where tenant_id = 'tnt_platform' and closed_by is null) as is_paused
                """
            )
        )!; // always returns one row
        return new(state.Revision, await ConnectorSettings.Find(work), state.Sync, state.IsRead, state.IsPaused);
    }

    /// <summary>Starts a new sync from the first row of each view.</summary>
    internal static async Task Start(SyncCause cause, UnitOfWork work)
    {
        await ConnectorRows.Syncs.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into connectors.syncs (tenant_id, opened_by, cause, opened_at)
            values ('tnt_platform', @run, @cause, clock_timestamp())
            """,
            new { run = work.RunId, cause }
        );
    }

    private sealed record State(long Revision, string? Sync, bool IsRead, bool IsPaused);
}
