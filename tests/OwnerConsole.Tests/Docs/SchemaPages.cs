using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>A page per module with its tables, read from PostgreSQL's catalogue, and the comments of its migrations.</summary>
internal static partial class SchemaPages
{
    /// <param name="Type">as PostgreSQL writes it</param>
    public sealed record Column(string Table, string Name, string Type, bool IsRequired, bool IsKey);

    /// <returns>Every column of every table except partitions, in the order of the table.</returns>
    public static async Task<IReadOnlyList<Column>> Columns()
    {
        await using var connection = await TestCluster.Current.OpenAsSuper(TestCluster.Current.Template);
        await using var command = new NpgsqlCommand(
            """
            select c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, coalesce(a.attnum = any (i.indkey), false)
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              left join pg_index i on i.indrelid = c.oid and i.indisprimary
             where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'migrations')
             order by c.oid, a.attnum
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<Column>();
        while (await reader.ReadAsync())
            columns.Add(new(reader.GetString(0), reader.GetString(1), Short(reader.GetString(2)), reader.GetBoolean(3), reader.GetBoolean(4)));
        return columns;
    }

    /// <returns>The pages by their path under docs/schema, and the index.</returns>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<Migration> files, IReadOnlyList<Column> columns)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder(
            "# Database schema\n\nGenerated from the migrations and PostgreSQL's catalogue. Each module writes only to its own tables; see [code conventions](../../STYLE.md).\n\n| Module | Stores | Tables |\n|---|---|---|\n"
        );
        foreach (var module in files.Where(file => !file.IsRepeatable).GroupBy(file => file.Name[..file.Name.LastIndexOf('/')]))
        {
            var tables = module
                .SelectMany(file => Created().Matches(file.Sql).Select(match => new Table(match.Groups["name"].Value, Comment(match), file.Sql)))
                .ToList();
            var shown = tables.Where(table => columns.Any(column => column.Table == table.Name)).ToList();
            if (shown.Count == 0)
                continue;
            var name = module.Key.Replace('/', '-');
            var stores = module.First().Sql.Split('\n')[0][3..];
            pages[name + ".md"] = Page(module.Key, stores, shown, columns);
            index.Append(System.Globalization.CultureInfo.InvariantCulture, $"| [{module.Key}]({name}.md) | {stores} | {shown.Count} |\n");
        }
        pages["README.md"] = index.ToString();
        return pages;
    }

    private sealed record Table(string Name, string Comment, string Sql);

    private static string Page(string module, string stores, IReadOnlyList<Table> tables, IReadOnlyList<Column> columns)
    {
        var page = new StringBuilder($"# {module}\n\n{stores}\n\n```mermaid\nerDiagram\n");
        foreach (var table in tables)
        {
            page.Append("  ").Append(Entity(table.Name)).Append(" {\n");
            foreach (var column in columns.Where(column => column.Table == table.Name))
                page.Append("    ")
                    .Append(Word().Replace(column.Type, "_").Trim('_'))
                    .Append(' ')
                    .Append(column.Name)
                    .Append(column.IsKey ? " PK" : "")
                    .Append('\n');
            page.Append("  }\n");
        }
        foreach (var (parent, child, key) in Relations(tables, columns))
            page.Append("  ").Append(Entity(parent)).Append(" ||--o{ ").Append(Entity(child)).Append(" : ").Append(key).Append('\n');
        page.Append("```\n");
        foreach (var table in tables)
        {
            page.Append("\n## ").Append(table.Name).Append("\n\n");
            if (table.Comment.Length > 0)
                page.Append(table.Comment).Append("\n\n");
            page.Append("| Column | Type | Required | Meaning |\n|---|---|---|---|\n");
            foreach (var column in columns.Where(column => column.Table == table.Name))
                page.Append("| ")
                    .Append(column.Name)
                    .Append(column.IsKey ? " (key)" : "")
                    .Append(" | ")
                    .Append(column.Type)
                    .Append(" | ")
                    .Append(column.IsRequired ? "yes" : "")
                    .Append(" | ")
                    .Append(Meaning(table, column.Name))
                    .Append(" |\n");
        }
        return page.ToString();
    }

    /// <summary>A table refers to another of its module when it has the last column of that table's key under the same name.</summary>
    private static IEnumerable<(string Parent, string Child, string Key)> Relations(IReadOnlyList<Table> tables, IReadOnlyList<Column> columns) =>
        from parent in tables
        let key = columns.Where(column => column.Table == parent.Name && column.IsKey).Select(column => column.Name).Except(["tenant_id"]).ToList()
        where key.Count == 1 && key[0].EndsWith("_id", StringComparison.Ordinal)
        from child in tables
        where child.Name != parent.Name && columns.Any(column => column.Table == child.Name && column.Name == key[0])
        let isOneToOne = columns
            .Where(column => column.Table == child.Name && column.IsKey)
            .Select(column => column.Name)
            .Except(["tenant_id"])
            .SequenceEqual(key)
        where !isOneToOne || string.CompareOrdinal(parent.Name, child.Name) < 0
        select (parent.Name, child.Name, key[0]);

    private static string Meaning(Table table, string column)
    {
        var body = table.Sql[table.Sql.IndexOf($"table {table.Name} (", StringComparison.Ordinal)..];
        var line = Regex.Match(
            body[..body.IndexOf("\n)", StringComparison.Ordinal)],
            $@"\n  {column} [^\n]*?\s-- (?<says>[^\n]*)",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
        return line.Groups["says"].Value.Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Comment(Match created) =>
        string.Join(' ', created.Groups["comment"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..].Trim()));

    private static string Entity(string table) => table[(table.IndexOf('.') + 1)..];

    private static string Short(string type) => type.Replace("timestamp with time zone", "timestamptz", StringComparison.Ordinal);

    /// <summary>A created table with the comment lines above it; the first line of a file describes the module.</summary>
    [GeneratedRegex(
        @"\n(?<comment>(?:--[^\n]*\n)*)create (?:unlogged )?table (?<name>[a-z_]+\.[a-z_0-9]+) \(",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Created();

    [GeneratedRegex(@"\W+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
