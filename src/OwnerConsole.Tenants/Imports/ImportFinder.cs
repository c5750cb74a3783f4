using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Finds imports by part of the name of their file.</summary>
internal sealed class ImportFinder : IFinder
{
    public string Kind => DataImport.EntityKind;

    public string Permission => ImportRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsOfPlatform
            ?
            [
                .. (
                    await work.List<HitRow>(
                        """
                        select i.import_id, i.name from imports.imports i
                         where i.tenant_id = 'tnt_platform' and i.state <> 'uploading' and (i.import_id = @text or strpos(lower(i.name), lower(@text)) > 0)
                         order by i.created_at desc
                         limit @most
                        """,
                        new { text, most }
                    )
                ).Select(row => new SearchHit(row.ImportId, row.Name, "import", ImportRoutes.Of(row.ImportId))),
            ]
            : [];

    private sealed record HitRow(string ImportId, string Name);
}
