using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Stores the fields of the columns of a file, and starts the check of its rows.</summary>
internal sealed class ImportMapper(Database database)
{
    private const string Origin = "import.map";

    /// <exception cref="Problem">404 for an unknown import; 400 for unknown fields; 409 when it was applied.</exception>
    public async Task Save(string id, ImportMappingRequest request, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        await work.Execute("select 1 from imports.imports where tenant_id = 'tnt_platform' and import_id = @id for update", new { id });
        var import = await DataImport.Find(id, work) ?? throw Problem.NotFound(DataImport.EntityKind, id);
        if (import.State is not (ImportState.Mapping or ImportState.Checking or ImportState.Checked))
            throw new Problem(409, "already_applied", "This import was already applied. Upload the file again to import it again.");
        await work.Execute(
            """
            update imports.imports set mapping = @mapping, conflicts = @Conflicts, state = 'checking', revision = revision + 1
             where tenant_id = 'tnt_platform' and import_id = @id
            """,
            new
            {
                id,
                mapping = ImportMapping.Read(import.Kind, import.Headers, request.Columns),
                request.Conflicts,
            }
        );
        await work.Execute(
            """
            update imports.rows set state = 'new', action = null, reason = null, key = '', about = null, body = null
             where tenant_id = 'tnt_platform' and import_id = @id and state <> 'new'
            """,
            new { id }
        );
        await ImportChecker.Request(id, import.Revision + 1, work);
        await work.Commit();
    }
}

/// <summary>What to import of a file.</summary>
/// <param name="Columns">Name of the field by header of the column, such as name or attributes.industry. Columns that are left out are not imported.</param>
/// <param name="Conflicts">What to do with tenants and members that exist and differ from the file.</param>
public sealed record ImportMappingRequest(IReadOnlyDictionary<string, string> Columns, ConflictPolicy Conflicts = ConflictPolicy.KeepOurs);
