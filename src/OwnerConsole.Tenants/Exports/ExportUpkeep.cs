using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Deletes files of expired exports.</summary>
public sealed class ExportUpkeep(Database database) : RetentionPolicy(database)
{
    public override string Key => "exports";

    public override string Name => "exports.upkeep";

    public override string Title => "Delete expired exports";

    public override string Kind => "Exports";

    public override string Description => "Files of exports, 7 days after they were completed. Incomplete files are deleted after one day.";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("exports.files", "r.started_at", _ => ExportFileExpiry.IsExpired)
        {
            Key = "d.tenant_id, d.file_id",
            Dependents = ["delete from exports.chunks c using gone where c.tenant_id = gone.tenant_id and c.file_id = gone.file_id"],
        },
    ];

    protected override int BatchSize => 20; // a file can have 2,000 pieces
}
