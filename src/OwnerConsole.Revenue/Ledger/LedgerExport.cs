using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>Exports all rows of the ledger that match the filter as a file.</summary>
public sealed class LedgerExport(ListExport export, LedgerList list)
{
    public const string Address = LedgerRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<LedgerRow>> s_columns =
    [
        new("at", row => FileCell.Instant(row.At)),
        new("kind", row => row.Kind.ToText()),
        new("tenant", row => row.Tenant),
        new("name", row => row.Name),
        new("plan", row => row.Plan),
        new("quantity", row => (decimal)row.Quantity) { Word = "quantity" },
        new("amount", row => LedgerRoutes.Price(row)?.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("paid_each", LedgerRoutes.BillingInterval),
        new("from", row => FileCell.Instant(row.FromAt)) { Word = "for" },
        new("to", row => FileCell.Instant(row.ToAt)) { Word = "for" },
        new("member", row => row.Member) { Word = "by" },
        new("id", row => row.Key),
        new("tenant_id", row => row.TenantId),
        new("member_id", row => row.MemberId),
    ];

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            LedgerRoutes.Read(context.Request),
            s_columns,
            export.Of(
                context,
                "ledger",
                who => Sentence.Say($"{who} exported purchases and plans."),
                work => LedgerRoutes.Filter(context, work),
                (filter, cursor, work) => list.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
}
