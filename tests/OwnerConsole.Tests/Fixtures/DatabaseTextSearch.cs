using System.Text;
using Npgsql;

namespace OwnerConsole.Fixtures;

/// <summary>Searches every row of every table of a database for words.</summary>
internal static class DatabaseTextSearch
{
    /// <param name="way">Connection string of a role that sees every row.</param>
    /// <returns>The rows that contain one of the words, each prefixed with the name of its table.</returns>
    public static async Task<IReadOnlyList<string>> Find(string way, IEnumerable<string> words)
    {
        // Bytes are shown as hexadecimal digits.
        string[] forms = [.. words.SelectMany(word => new[] { word, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word)) })];
        await using var connection = new NpgsqlConnection(way);
        await connection.OpenAsync();
        var found = new List<string>();
        foreach (var table in await List(connection, Tables))
            found.AddRange(
                await List(
                    connection,
                    $"select '{table} ' || t::text from {table} t where exists (select from unnest(@forms) f where strpos(lower(t::text), lower(f)) > 0)",
                    forms
                )
            );
        return found;
    }

    private const string Tables = """
        select format('%I.%I', n.nspname, c.relname)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
         order by 1
        """;

    private static async Task<List<string>> List(NpgsqlConnection connection, string sql, string[]? forms = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (forms is not null)
            command.Parameters.AddWithValue("forms", forms);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
