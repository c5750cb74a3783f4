using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Unpaid invoices with the state of their dunning.</summary>
public sealed class DunningList()
    : BillingList<DunningCaseRow, DunningCaseView, DunningPage>(
        new("dunning", "Dunning")
        {
            Synonyms = "failed payments, declined cards, past due, overdue invoices, retries, reminders, recovery",
            SearchedColumns = ["id", "number"],
            Operations = ["invoice.pay", "dunning.hold", "dunning.release", "dunning.rematch"],
            Tabs = DunningTabs.All,
            CanSelectAll = false, // the records of the operation are in the list of invoices
            Source = Unpaid,
            Choices =
            [
                new("stage", "Stage", [.. DunningStage.All.Select(stage => new BillingOption(stage, $"x.stage = '{stage}'"))]),
                new("decline", "Decline", [.. Enum.GetValues<DeclineClass>().Select(OfClass), new("overdue", "x.collection_method = 'send_invoice'")]),
                new(
                    "hold",
                    "Hold",
                    [
                        new("held", "x.is_held", "On hold"),
                        new("paused", "x.paused is not null", "Excluded or campaign off"),
                        new("none", "not x.is_held and x.paused is null", "Not on hold"),
                    ]
                ),
            ],
        }
    )
{
    private static readonly string Unpaid = $"""
        (select i.tenant_id, i.account_id, i.id, i.mode, i.customer_id, i.number, i.currency, i.remaining_minor, i.collection_method, i.attempts,
                i.next_attempt_at, i.synced_at, f.decline_code, {DunningStage.Sql("k")} as stage, k.next_step, k.next_at, k.blocked,
                k.campaign_id, p.name as campaign, w.reason as paused,
                h.tenant_id is not null as is_held, h.until_at as held_until,
                coalesce(case when i.collection_method = 'send_invoice' then i.due_at else f.failed_at end, i.created_at) as created_at
           from billing.invoices i
           left join dunning.cases k on k.tenant_id = i.tenant_id and k.account_id = i.account_id and k.invoice_id = i.id and k.closed_at is null
           left join dunning.campaigns p on p.tenant_id = 'tnt_platform' and p.campaign_id = k.campaign_id and p.closed_by is null
           left join dunning.pauses w on w.tenant_id = k.tenant_id and w.account_id = k.account_id and w.invoice_id = k.invoice_id and w.closed_at is null
           left join dunning.holds h on h.tenant_id = i.tenant_id and h.closed_by is null and (h.until_at is null or h.until_at > now())
           left join lateral (select min(p.created_at) as failed_at, (array_agg(p.failure_code order by p.created_at desc))[1] as decline_code
                                from billing.payments p where p.invoice_id = i.id and p.account_id = i.account_id and p.status = 'failed') f on true
          where i.status = 'open' and {BillingRecords.IsUnpaid("i")})
        """;

    protected override string Columns =>
        $"""
            {CustomerColumns}, x.number, x.currency, x.remaining_minor, x.collection_method, x.attempts, x.next_attempt_at, x.decline_code, x.stage,
                   x.next_step, x.next_at, x.blocked, x.campaign_id, x.campaign, x.paused, x.is_held, x.held_until, x.synced_at
            """;

    protected override IReadOnlyList<FileColumn<DunningCaseRow>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("number", row => row.Number),
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("customer", row => row.Customer),
        new("customer_id", row => row.CustomerId),
        new("remaining", row => row.Remaining.InputText) { Word = "remaining", FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("decline_code", row => row.DeclineCode) { Word = "decline" },
        new("decline_class", row => row.Decline?.Class.ToText()) { Word = "decline" },
        new("stage", row => row.Stage) { Word = "stage" },
        new("campaign", row => row.Campaign) { Word = "campaign" },
        new("next_step", row => row.NextStep) { Word = "next_step" },
        new("next_at", row => FileCell.Instant(row.NextAt)) { Word = "next_step" },
        new("hold", row => row.IsHeld ? "held" : row.Paused) { Word = "hold" },
        new("held_until", row => FileCell.Instant(row.HeldUntil)) { Word = "hold" },
        new("next_attempt_at", row => FileCell.Instant(row.NextAttemptAt)) { Word = "next_attempt" },
        new("failed_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of unpaid invoices.");

    protected override DunningCaseView ToView(DunningCaseRow row) => DunningCaseView.Of(row);

    /// <remarks>A code that isn't in the table belongs to the first class, and no code to the second, as in <see cref="Decline.Of"/>.</remarks>
    private static BillingOption OfClass(DeclineClass one)
    {
        const string IsCharged = "x.collection_method <> 'send_invoice'";
        var codes = Quote(Decline.Known.Where(decline => decline.Class == one));
        var others = Quote(Decline.Known.Where(decline => decline.Class != one));
        return new(
            one.ToText(),
            one switch
            {
                DeclineClass.RetryLater => $"({IsCharged} and x.decline_code <> all(array[{others}]))",
                DeclineClass.NeedsCustomer => $"({IsCharged} and (x.decline_code is null or x.decline_code = any(array[{codes}])))",
                _ => $"({IsCharged} and x.decline_code = any(array[{codes}]))",
            }
        );

        static string Quote(IEnumerable<Decline> declines) => string.Join(", ", declines.Select(decline => $"'{decline.Code}'"));
    }
}
