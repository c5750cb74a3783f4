using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Stores the rows of a file. Nothing else changes until they are checked and a run applies them.</summary>
internal sealed class ImportUploader(Database database, IdGenerator ids, DeclarationCache declarations) : IDisposable
{
    private const string Origin = "import.upload";

    private const int BatchSize = 2_000,
        BatchCharacters = 2_000_000,
        MaxUploads = 2;

    /// <summary>Uploads that take turns within this time need no second attempt.</summary>
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(MaxUploads);

    public void Dispose() => _free.Dispose();

    /// <param name="mode">Mode of the tenants and members that the rows are about.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="sheet">Name of the sheet of an Excel file; null for the first visible one.</param>
    /// <param name="content">The file. It can be read again from its start once it was read to its end.</param>
    /// <returns>ID of the import.</returns>
    /// <exception cref="Problem">422: the file can't be read or is too large. 429: two files are being uploaded.</exception>
    public async Task<string> Save(Caller caller, ImportKind kind, Mode mode, string name, string? sheet, Stream content, CancellationToken stop)
    {
        database.DiskSpaceGuard.ThrowIfFull();
        if (!await _free.WaitAsync(s_maxWait, stop))
            throw new Problem(429, "too_many_uploads", $"{MaxUploads} files are already being uploaded. Upload this file again in a moment.")
            {
                RetryAfter = TimeSpan.FromSeconds(10),
            };
        try
        {
            return await Store(caller, kind, mode, name, await ImportFile.Open(content, sheet, stop), stop);
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<string> Store(Caller caller, ImportKind kind, Mode mode, string name, ImportFile file, CancellationToken stop)
    {
        var id = ids.New(DataImport.Prefix);
        await Begin(id, caller, kind, mode, file, name, stop);
        var place = 0;
        foreach (var batch in Batches(file.Rows()))
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

    /// <summary>Rows of one transaction, limited in number and in characters, because cells can be long.</summary>
    private static IEnumerable<IReadOnlyList<string>[]> Batches(IEnumerable<IReadOnlyList<string>> rows)
    {
        var batch = new List<IReadOnlyList<string>>(BatchSize);
        var characters = 0;
        foreach (var row in rows)
        {
            batch.Add(row);
            characters += row.Sum(cell => cell.Length);
            if (batch.Count < BatchSize && characters < BatchCharacters)
                continue;
            yield return [.. batch];
            batch.Clear();
            characters = 0;
        }
        if (batch.Count > 0)
            yield return [.. batch];
    }

    private async Task Begin(string id, Caller caller, ImportKind kind, Mode mode, ImportFile file, string name, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        var headers = file.Headers.ToArray();
        var remembered = await DataImport.FindMapping(kind, headers, work);
        await work.Execute(
            """
            insert into imports.imports (tenant_id, import_id, kind, name, encoding, separator, sheet, headers, mapping, state, row_count, created_by, created_at, mode)
            values ('tnt_platform', @id, @kind, @name, @Encoding, @Separator, @Sheet, @headers, @mapping, 'uploading', @Count, @caller, now(), @mode)
            """,
            new
            {
                id,
                kind,
                name,
                file.Table.Encoding,
                file.Table.Separator,
                file.Table.Sheet,
                headers,
                mapping = remembered ?? ImportMapping.Guess(kind, headers, ImportFields.DeclaredFor(kind, mode, declarations.Current)),
                file.Count,
                caller = caller.Id,
                mode,
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
