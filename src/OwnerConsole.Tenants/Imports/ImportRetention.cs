using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Deletes the rows of imported files, because they contain personal data.</summary>
public sealed class ImportRetention(Database database) : RetentionPolicy(database)
{
    public override string Key => "imports";

    public override string Name => "imports.forget";

    public override string Title => "Delete rows of old imports";

    public override string Kind => "Imports";

    public override string Description =>
        "Rows of imported files with their results, 30 days after the upload, or one day if the upload was interrupted. The fields of their columns are kept.";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows("imports.rows", "r.created_at", _ => "r.created_at < now() - interval '30 days'") { BelongToPlatform = true },
        // The upload was interrupted, so no one can see the import.
        new RetainedRows("imports.imports", "r.created_at", _ => "r.state = 'uploading' and r.created_at < now() - interval '1 day'")
        {
            BelongToPlatform = true,
            Key = "d.tenant_id, d.import_id",
            Dependents = ["delete from imports.rows c using gone where c.tenant_id = gone.tenant_id and c.import_id = gone.import_id"],
        },
    ];
}
