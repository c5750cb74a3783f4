using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Deletes files of expired exports.</summary>
public sealed class ExportUpkeep(Database database) : IWorkHandler
{
    private const int BatchSize = 20; // a file can have 2,000 pieces

    public string Name => "exports.upkeep";

    public string Title => "Delete expired exports";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<TenantExports.ExpiredFile> over;
        await using (var reading = await database.Read(stop))
            over = await TenantExports.FindExpired(BatchSize, reading);
        if (over.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(
            WriteOrigin.Intake("exports.upkeep"),
            [.. over.Select(file => file.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)],
            stop
        );
        var files = over.Select(file => file.FileId).ToArray();
        await work.Execute("delete from exports.chunks where file_id = any(@files)", new { files });
        await work.Execute("delete from exports.files where file_id = any(@files)", new { files });
        await work.Commit();
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }
}
