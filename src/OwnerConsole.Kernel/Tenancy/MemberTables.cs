using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Tables with rows of single members, as the data map lists them. Counts and reads everything that is stored about a person.</summary>
/// <param name="map">Classified columns of all modules.</param>
/// <param name="linked">Tables that name their members otherwise.</param>
public sealed class MemberTables(DataMap map, IEnumerable<LinkedMemberRows> linked)
{
    /// <summary>Columns that identify a table's member, in tables with rows of members.</summary>
    internal static readonly string[] PersonColumns = ["member_id", "subject_id", "recipient"];

    /// <summary>A table of the application's own subjects, which are never members.</summary>
    internal const string ApplicationSubjects = "core.application_subjects";

    /// <summary>A table whose subjects are objects of Stripe.</summary>
    private const string StripeRequests = "stripe.requests";

    /// <summary>Matters and reasons of legal holds are visible to the team only, so that the data of a person doesn't reveal a case.</summary>
    private const string LegalHolds = "core.legal_holds";

    /// <summary>Rows of a table that are counted; more are shown as "more than" this number, so that the page of an active person stays fast.</summary>
    public const int MaxCounted = 10_000;

    private const int PageSize = 1_000;

    /// <summary>All tables, by name.</summary>
    public IReadOnlyList<MemberTable> All { get; } = [.. Find(map, [.. linked])];

    /// <summary>Counts the rows of a person in each table.</summary>
    /// <param name="tenantId">Tenant of the member.</param>
    /// <param name="records">IDs of the member and of the records merged into them, see <see cref="MemberRecords.Of"/>.</param>
    /// <param name="work">Can read the tenant.</param>
    /// <returns>Tables with rows, by name. A number is at most one more than <see cref="MaxCounted"/>.</returns>
    public Task<IReadOnlyList<MemberTableCount>> Count(string tenantId, IReadOnlyList<string> records, UnitOfWork work) =>
        work.List<MemberTableCount>(
            $"""
            select c.name as table, c.rows from (
              {string.Join(" union all ", All.Select(CountSql))}) c
             where c.rows > 0
             order by c.name
            """,
            new { tenantId, records = records.ToArray() }
        );

    /// <summary>Finds the columns by which the rows of each table are read page by page: those of its primary key.</summary>
    /// <param name="work">Can read the catalogue of the database.</param>
    public async Task<IReadOnlyList<MemberTableReader>> Open(UnitOfWork work)
    {
        var keys = (
            await work.List<KeyRow>(
                """
                select n.nspname || '.' || c.relname as table_name, a.attname::text as column_name, format_type(a.atttypid, a.atttypmod) as type
                  from pg_index i
                  join pg_class c on c.oid = i.indrelid
                  join pg_namespace n on n.oid = c.relnamespace
                 cross join lateral unnest(i.indkey::int2[]) with ordinality k(attnum, place)
                  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
                 where i.indisprimary and n.nspname || '.' || c.relname = any(@tables)
                 order by 1, k.place
                """,
                new { tables = All.Select(table => table.Name).ToArray() }
            )
        ).ToLookup(row => row.TableName, StringComparer.Ordinal);
        return [.. All.Select(table => new MemberTableReader(table, ReadSql(table, [.. keys[table.Name]]), PageSize))];
    }

    /// <exception cref="InvalidOperationException">Rows are linked in a table that the data map doesn't list.</exception>
    private static IEnumerable<MemberTable> Find(DataMap map, IReadOnlyList<LinkedMemberRows> linked)
    {
        var columns = map.Columns.ToLookup(column => column.Table, StringComparer.Ordinal);
        if (linked.FirstOrDefault(rows => !columns.Contains(rows.Table)) is { } unknown)
            throw new InvalidOperationException($"The data map doesn't list {unknown.Table}.");
        return columns
            .Where(table => table.Key is not (ApplicationSubjects or StripeRequests or LegalHolds) && table.Any(column => column.Column == "tenant_id"))
            .Select(table => (table.Key, Person: PersonColumns.FirstOrDefault(name => table.Any(column => column.Column == name))))
            .Where(table => table.Person is not null)
            .Select(table => new LinkedMemberRows(table.Key, $"x.tenant_id = @tenantId and x.{table.Person} = any(@records)"))
            .Concat(linked)
            .Select(rows => new MemberTable(
                rows.Table,
                rows.Condition,
                [.. columns[rows.Table].Where(column => column.Kind == "secret").Select(column => column.Column)]
            ))
            .OrderBy(table => table.Name, StringComparer.Ordinal);
    }

    private static string CountSql(MemberTable table) =>
        $"""
            select '{table.Name}' as name, (select count(*) from (
                     select from {table.Name} x where {table.Condition} limit {MaxCounted} + 1) l) as rows
            """;

    /// <summary>Rows after a key, in the order of the primary key. A table without one is read in the order of its storage.</summary>
    private static string ReadSql(MemberTable table, IReadOnlyList<KeyRow> found)
    {
        var keys = found.Count > 0 ? found : [new(table.Name, "ctid", "tid")];
        var columns = string.Join(", ", keys.Select(key => $"x.\"{key.ColumnName}\""));
        var values = string.Join(", ", keys.Select((key, place) => $"(@after::jsonb ->> {place.ToString(CultureInfo.InvariantCulture)})::{key.Type}"));
        return $"""
            select jsonb_build_array({columns})::text as key, (to_jsonb(x) - @hidden)::text as row
              from {table.Name} x
             where ({table.Condition}) and (@after::text is null or ({columns}) > ({values}))
             order by {columns}
             limit @most
            """;
    }

    private sealed record KeyRow(string TableName, string ColumnName, string Type);
}

/// <summary>A table with rows of single members.</summary>
/// <param name="Name">Name with its schema.</param>
/// <param name="Condition">SQL condition for rows <c>x</c> about the records <c>@records</c> of a member of <c>@tenantId</c>.</param>
/// <param name="Secrets">Columns that are never exported.</param>
public sealed record MemberTable(string Name, string Condition, IReadOnlyList<string> Secrets);

/// <summary>Number of rows about a person in a table.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">Number of rows; at most one more than <see cref="MemberTables.MaxCounted"/>.</param>
public sealed record MemberTableCount(string Table, long Rows);

/// <summary>Reads the rows of a person from one table, page by page.</summary>
/// <param name="Table">The table.</param>
/// <param name="Sql">Statement for a page.</param>
/// <param name="PageSize">Maximum number of rows on a page.</param>
public sealed record MemberTableReader(MemberTable Table, string Sql, int PageSize)
{
    /// <param name="tenantId">Tenant of the member.</param>
    /// <param name="records">IDs of the member and of the records merged into them.</param>
    /// <param name="after">Key of the last row of the previous page; null for the first page.</param>
    /// <param name="work">Can read the tenant.</param>
    /// <returns>A page of rows as JSON objects, without secrets.</returns>
    public async Task<Page<JsonElement>> Read(string tenantId, IReadOnlyList<string> records, string? after, UnitOfWork work)
    {
        var rows = await work.List<StoredRow>(
            Sql,
            new
            {
                tenantId,
                records = records.ToArray(),
                after,
                hidden = Table.Secrets.ToArray(),
                most = PageSize,
            }
        );
        return new([.. rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row.Row))], rows.Count < PageSize ? null : rows[^1].Key, null);
    }

    private sealed record StoredRow(string Key, string Row);
}
