using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Stores the rows of a file. Nothing else changes until they are checked and a run applies them.</summary>
internal sealed class ImportUploader(Database database, IdGenerator ids)
{
    private const string Origin = "import.upload";

    private const int BatchSize = 2_000;

    /// <param name="name">Name of the file.</param>
    /// <returns>ID of the import.</returns>
    /// <exception cref="Problem">422: the file can't be read or is too large.</exception>
    public async Task<string> Save(Caller caller, ImportKind kind, string name, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        database.DiskSpaceGuard.ThrowIfFull();
        var file = ImportFile.Open(bytes.Span);
        var id = ids.New(DataImport.Prefix);
        await Begin(id, caller, kind, file, name, stop);
        var place = 0;
        foreach (var batch in file.Rows().Chunk(BatchSize))
        {
            await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
            await work.Execute(
                """
                insert into imports.rows (tenant_id, import_id, place, cells, created_at)
                select 'tnt_platform', @id, @place + r.nth::int, r.cells, now() from unnest(@cells) with ordinality r(cells, nth)
                """,
                new
                {
                    id,
                    place,
                    cells = Array.ConvertAll(batch, Json.Element),
                }
            );
            await work.Commit();
            place += batch.Length;
        }
        await Complete(id, name, stop);
        return id;
    }

    private async Task Begin(string id, Caller caller, ImportKind kind, ImportFile file, string name, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        var headers = file.Headers.ToArray();
        var remembered = await DataImport.FindMapping(kind, headers, work);
        await work.Execute(
            """
            insert into imports.imports (tenant_id, import_id, kind, name, encoding, separator, headers, mapping, state, row_count, created_by, created_at)
            values ('tnt_platform', @id, @kind, @name, @Encoding, @Separator, @headers, @mapping, 'uploading', @Count, @caller, now())
            """,
            new
            {
                id,
                kind,
                name,
                file.Encoding,
                file.Separator,
                headers,
                mapping = remembered ?? ImportMapping.Guess(kind, headers),
                file.Count,
                caller = caller.Id,
            }
        );
        await work.Commit();
    }

    private async Task Complete(string id, string name, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        await work.Execute(
            "update imports.imports set state = 'mapping' where tenant_id = 'tnt_platform' and import_id = @id and state = 'uploading'",
            new { id }
        );
        await work.SetName(id, DataImport.EntityKind, name);
        await work.Commit();
    }
}
