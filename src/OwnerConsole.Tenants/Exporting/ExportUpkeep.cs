using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Tenants.Exporting;

/// <summary>Deletes files of expired exports.</summary>
public sealed class ExportUpkeep(Database database) : IWorkKind
{
    private const int AtOnce = 20; // a file can have 2,000 pieces

    public string Name => "exports.upkeep";

    public TimeSpan? Every => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Carry(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<TenantExports.Left> over;
        await using (var reading = await database.Read(stop))
            over = await TenantExports.Over(AtOnce, reading);
        if (over.Count == 0)
            return WorkOutcome.Over;
        await using var work = await database.Write(
            Door.Intake("exports.upkeep"),
            [.. over.Select(file => file.TenantId).Append(IdSource.Platform).Distinct(StringComparer.Ordinal)],
            stop
        );
        var files = over.Select(file => file.FileId).ToArray();
        await work.Do("delete from exporting.pieces where file_id = any(@files)", new { files });
        await work.Do("delete from exporting.files where file_id = any(@files)", new { files });
        await work.Commit();
        return WorkOutcome.Again(TimeSpan.Zero);
    }
}
