using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Undo for tables in which each endpoint has one open row that a run opened.</summary>
internal static class EndpointState
{
    /// <summary>Closes the rows that a run opened and reopens those it closed.</summary>
    /// <param name="table">Name of the table with its schema; a constant of the code.</param>
    /// <param name="also">More columns to set on the reopened row, such as <c>, signs_until = null</c>.</param>
    /// <returns>The endpoints whose previous row was reopened, without those that were changed again.</returns>
    public static async Task<IReadOnlyList<string>> Restore(
        string table,
        IReadOnlyCollection<string> endpoints,
        string undoneRun,
        UnitOfWork work,
        string also = ""
    )
    {
        var restored = await work.List<string>(
            $"""
            update {table} set closed_by = @run
             where tenant_id = 'tnt_platform' and endpoint_id = any(@endpoints) and opened_by = @undoneRun and closed_by is null
            returning endpoint_id
            """,
            new
            {
                run = work.RunId,
                endpoints,
                undoneRun,
            }
        );
        await work.Execute(
            $"update {table} set closed_by = null{also} where tenant_id = 'tnt_platform' and endpoint_id = any(@restored) and closed_by = @undoneRun",
            new { restored, undoneRun }
        );
        return restored;
    }
}
