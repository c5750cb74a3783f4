using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Imports;

/// <summary>An import, as the subject of operations.</summary>
/// <param name="Now">Time of the decision.</param>
public sealed record ImportFacts(DataImport Import, ImportCounts Counts, DateTimeOffset Now) : ISubject
{
    public string Id => Import.Id;

    public string TenantId => IdGenerator.Platform;

    public long Revision => Import.Revision;

    public static async Task<IReadOnlyList<ImportFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await work.Execute(
            $"select 1 from imports.imports i where i.tenant_id = 'tnt_platform' and i.import_id = any(@ids) order by i.import_id {work.ForUpdate("i")}",
            new { ids }
        );
        var facts = new List<ImportFacts>();
        foreach (var id in ids) // usually one
            if (await DataImport.Find(id, work) is { } import)
                facts.Add(new(import, await DataImport.Count(id, work), work.Now));
        return facts;
    }
}
