using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Tenants.Members;

/// <summary>Deletes old changes of attributes of members. Automations look back a day, and their simulation 90 days.</summary>
public sealed class AttributeChangeRetention(Database database) : RetentionPolicy(database)
{
    public override string Key => "attribute_changes";

    public override string Name => "attribute_changes.forget";

    public override string Title => "Delete old attribute changes";

    public override string Kind => "Attribute changes";

    public override string Description => "Earlier and later values of changed attributes of members, after 90 days. Current values are kept.";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [new RetainedRows("core.member_attribute_changes", "r.changed_at", _ => "r.changed_at < now() - interval '90 days'") { Member = "r.member_id" }];
}
