using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Undo for tables in which an endpoint has one open row, opened by a run.</summary>
internal static class EndpointState
{
    /// <summary>Closes what a run opened and opens again what it closed.</summary>
    /// <param name="table">with its schema, as written in the program</param>
    /// <param name="also">further columns of the row that is opened again, such as <c>, signs_until = null</c></param>
    /// <returns>the endpoints whose previous row is open again; not those that were changed since</returns>
    public static async Task<IReadOnlyList<string>> Restore(string table, IReadOnlyCollection<string> endpoints, string undoneRun, Work work, string also = "")
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
        await work.Do(
            $"update {table} set closed_by = null{also} where tenant_id = 'tnt_platform' and endpoint_id = any(@restored) and closed_by = @undoneRun",
            new { restored, undoneRun }
        );
        return restored;
    }
}
