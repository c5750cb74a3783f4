using Microsoft.Extensions.Logging;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>
/// Detects changed collations: if an operating system update changes the sort order of an index, existing rows are no longer found.
/// </summary>
public sealed class Collations(Database database, ILogger<Collations> log)
{
    /// <returns>The objects sorted with an outdated collation version; empty on a healthy database, and always on the built-in one, which sorts by
    /// bytes.</returns>
    public async Task<IReadOnlyList<string>> Changed(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>(
            """
            select 'the database ' || datname from pg_database
             where datname = current_database() and datcollversion <> pg_database_collation_actual_version(oid)
            union all
            select distinct 'the index ' || i.indexrelid::regclass
              from pg_index i cross join unnest(i.indcollation) used join pg_collation c on c.oid = used
             where c.collversion <> pg_collation_actual_version(c.oid)
             order by 1
            """
        );
    }

    public async Task Check(CancellationToken stop)
    {
        try
        {
            if (await Changed(stop) is { Count: > 0 } changed)
                log.LogError(
                    "The system's text collation has changed since {Changed} was written, so searches may miss rows. Rebuild it as described in docs/guides/database.md.",
                    string.Join(", ", changed)
                );
        }
        catch (NpgsqlException silent)
        {
            log.LogWarning(silent, "The collation version could not be read."); // The console starts anyway and reports that it is not ready.
        }
    }
}
