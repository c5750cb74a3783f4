using OwnerConsole.Data;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>An import as it is stored.</summary>
/// <param name="Encoding">Null for an Excel file.</param>
/// <param name="Separator">Null for an Excel file.</param>
/// <param name="Sheet">Name of the sheet of an Excel file; null for a text file.</param>
/// <param name="Mapping">Name of the field by column; empty for columns that are not imported.</param>
/// <param name="StoppedBy">Run that stopped it; null if it isn't stopped.</param>
/// <param name="AppliedBy">Run that applies it; null without one.</param>
/// <param name="Mode">Mode of the tenants and members that its rows are about.</param>
public sealed record DataImport(
    string Id,
    ImportKind Kind,
    string Name,
    FileEncoding? Encoding,
    FileSeparator? Separator,
    string? Sheet,
    string[] Headers,
    string[] Mapping,
    ConflictPolicy Conflicts,
    ImportState State,
    long Revision,
    int RowCount,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    string? StoppedBy,
    string? AppliedBy,
    Mode Mode
)
{
    public bool IsStopped => StoppedBy is not null;

    internal const string Prefix = "imp",
        EntityKind = "import";

    internal static readonly StateRows Applications = new("imports.applications", "import_id") { BelongToPlatform = true },
        Stops = new("imports.stops", "import_id") { BelongToPlatform = true };

    private const string Columns = """
        select i.import_id as id, i.kind, i.name, i.encoding, i.separator, i.sheet, i.headers, i.mapping, i.conflicts, i.state, i.revision, i.row_count, i.created_by, i.created_at, i.mode,
               (select s.opened_by from imports.stops s where s.tenant_id = i.tenant_id and s.import_id = i.import_id and s.closed_by is null) as stopped_by,
               (select a.opened_by from imports.applications a where a.tenant_id = i.tenant_id and a.import_id = i.import_id and a.closed_by is null) as applied_by
          from imports.imports i
         where i.tenant_id = 'tnt_platform'
        """;

    /// <summary>Lane of all work on an import, so that it is checked, applied and undone one after the other.</summary>
    internal static string LaneOf(string id) => $"import:{id}";

    /// <returns>Null if there is no such import, or if it is still being uploaded.</returns>
    public static Task<DataImport?> Find(string id, UnitOfWork work) =>
        work.One<DataImport>($"{Columns} and i.import_id = @id and i.state <> 'uploading'", new { id });

    /// <summary>Locks the import until the transaction ends, so that only one of check, run and undo continues.</summary>
    /// <returns>The current state; null if it isn't in the expected one, or stopped.</returns>
    public static async Task<DataImport?> Lock(string id, ImportState expected, UnitOfWork work)
    {
        await work.Execute("select 1 from imports.imports where tenant_id = 'tnt_platform' and import_id = @id for update", new { id });
        return await Find(id, work) is { } import && import.State == expected && import is not { State: ImportState.Applying, IsStopped: true } ? import : null;
    }

    /// <returns>A page, newest first.</returns>
    public static async Task<OwnerConsole.Data.Page<DataImport>> List(string? cursor, int limit, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<DataImport>(
            $"""
            {Columns} and i.state <> 'uploading' {(cursor is null ? "" : "and (i.created_at, i.import_id) < (@at, @id)")}
             order by i.created_at desc, i.import_id desc
             limit @most
            """,
            new
            {
                at,
                id,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.CreatedAt, last.Id));
    }

    /// <returns>Fields of the last import with the same columns; null if there is none.</returns>
    public static Task<string[]?> FindMapping(ImportKind kind, string[] headers, UnitOfWork work) =>
        work.One<string[]>(
            """
            select i.mapping from imports.imports i
             where i.tenant_id = 'tnt_platform' and i.kind = @kind and i.headers = @headers and i.state not in ('uploading', 'mapping')
             order by i.created_at desc
             limit 1
            """,
            new { kind, headers }
        );

    /// <summary>Continues with another state.</summary>
    public static Task SetState(IReadOnlyCollection<string> ids, ImportState state, UnitOfWork work) =>
        work.Execute(
            "update imports.imports set state = @state, revision = revision + 1 where tenant_id = 'tnt_platform' and import_id = any(@ids)",
            new { ids = ids.ToArray(), state }
        );

    /// <summary>Ends background work that an operation started. It decided on that already, so the revision stays.</summary>
    public static Task Finish(string id, ImportState state, UnitOfWork work) =>
        work.Execute("update imports.imports set state = @state where tenant_id = 'tnt_platform' and import_id = @id", new { id, state });

    public static async Task<ImportCounts> Count(string id, UnitOfWork work) =>
        (
            await work.One<ImportCounts>(
                """
                select count(*) filter (where r.state = 'new') as "new",
                       count(*) filter (where r.state = 'ready' and r.action = 'create') as creates,
                       count(*) filter (where r.state = 'ready' and r.action = 'update') as updates,
                       count(*) filter (where r.state = 'ready' and r.action = 'conflict') as conflicts,
                       count(*) filter (where r.state = 'ready' and r.action = 'unchanged') as unchanged,
                       count(*) filter (where r.state = 'error') as errors,
                       count(*) filter (where r.state = 'applied') as applied,
                       count(*) filter (where r.state = 'skipped') as skipped,
                       count(*) filter (where r.state = 'failed') as failed,
                       count(*) filter (where r.state = 'reverted') as reverted,
                       count(*) filter (where r.state = 'kept') as kept
                  from imports.rows r
                 where r.tenant_id = 'tnt_platform' and r.import_id = @id
                """,
                new { id }
            )
        )!; // an aggregate query always returns a row
}
