using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Exports all findings that match the filters.</summary>
public sealed class FindingExport(ListExport export)
{
    public const string Address = ReconciliationRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<FindingRow>> s_columns =
    [
        new("id", row => row.Id),
        new("type", row => row.Type.ToText()),
        new("severity", row => row.Severity.ToText()) { Word = "severity" },
        new("state", row => row.State.ToText()) { Word = "state" },
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("at_risk", row => row.AtRisk?.InputText) { Word = "at_risk", FieldClasses = [FieldClass.Money] },
        new("currency", row => row.AtRisk?.Currency) { Word = "at_risk", FieldClasses = [FieldClass.Money] },
        new("object_type", row => row.ObjectType) { Word = "object" },
        new("object_id", row => row.ObjectId) { Word = "object" },
        new("field", row => row.Field) { Word = "object" },
        new("ours", row => row.Ours) { Word = "sides", FieldClasses = [FieldClass.Money] },
        new("theirs", row => row.Theirs) { Word = "sides", FieldClasses = [FieldClass.Money] },
        new("reported_access", row => row.Reported) { Word = "sides" },
        new("first_seen_at", row => FileCell.Instant(row.FirstSeenAt)) { Word = "first_seen_at" },
        new("last_seen_at", row => FileCell.Instant(row.LastSeenAt)) { Word = "first_seen_at" },
        new("resolved_at", row => FileCell.Instant(row.ResolvedAt)) { Word = "state" },
        new("ignored_until", row => FileCell.Instant(row.IgnoredUntil)) { Word = "state" },
    ];

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            ReconciliationRoutes.Read(context.Request),
            s_columns,
            export.Of(
                context,
                "findings",
                who => Sentence.Say($"{who} exported the list of findings."),
                work => ReconciliationRoutes.Filter(context, work),
                (filter, cursor, work) => FindingList.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
}
