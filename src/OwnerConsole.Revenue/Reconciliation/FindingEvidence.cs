using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>What the page of a finding shows besides the finding: the event after which both sides differ, and what a fix has done.</summary>
/// <param name="Event">First event about the object after both sides agreed; null if none was received.</param>
/// <param name="Fix">The last fix; null if there was none.</param>
public sealed record FindingEvidence(FindingEvent? Event, FindingFix? Fix)
{
    /// <param name="showsEvents">Whether the reader can see Stripe events.</param>
    public static async Task<FindingEvidence> Find(FindingRow row, bool showsEvents, UnitOfWork work) =>
        new(showsEvents ? await FindEvent(row, work) : null, await FindFix(row, work));

    private static Task<FindingEvent?> FindEvent(FindingRow row, UnitOfWork work) =>
        work.One<FindingEvent>(
            """
            select e.event_id as id, e.type, e.received_at
              from stripe.events e
             where e.tenant_id = 'tnt_platform' and e.account_id = @AccountId and (e.object_id = @ObjectId or e.event_id = @ObjectId) and e.received_at > coalesce(@AgreedAt, '-infinity')
             order by e.received_at, e.event_id limit 1
            """,
            new
            {
                row.AccountId,
                row.ObjectId,
                row.AgreedAt,
            }
        );

    /// <remarks>The application has acknowledged a fix when it has received the webhook, or has reported the tenant since.</remarks>
    private static Task<FindingFix?> FindFix(FindingRow row, UnitOfWork work) =>
        work.One<FindingFix>(
            """
            select x.opened_by as run_id, x.opened_at, x.action, x.status_before, s.status as status_now, x.payment_id, p.amount_minor, p.currency, p.created_at as paid_at,
                   (select max(d.ended_at) from webhooks.deliveries d where d.tenant_id = x.tenant_id and d.state = 'delivered' and d.created_at >= x.opened_at) as delivered_at,
                   case when t.reported_at > x.opened_at then t.reported_at end as reported_at, x.closed_by as undone_by
              from reconciliation.fixes x
              left join core.tenant_status s on s.tenant_id = x.tenant_id
              left join core.tenants t on t.tenant_id = x.tenant_id
              left join billing.payments p on p.tenant_id = x.tenant_id and p.account_id = @AccountId and p.id = x.payment_id
             where x.finding_id = @Id
             order by x.opened_at desc limit 1
            """,
            new { row.Id, row.AccountId }
        );
}

/// <summary>A Stripe event.</summary>
public sealed record FindingEvent(string Id, string Type, DateTimeOffset ReceivedAt);

/// <summary>A fix with its proof.</summary>
/// <param name="StatusBefore">Status of the tenant before it.</param>
/// <param name="PaymentId">Payment that access was restored for.</param>
/// <param name="DeliveredAt">When the application received the webhook about it.</param>
/// <param name="ReportedAt">When the application has reported the tenant since.</param>
public sealed record FindingFix(
    string RunId,
    DateTimeOffset OpenedAt,
    FixAction Action,
    string? StatusBefore,
    string? StatusNow,
    string? PaymentId,
    long? AmountMinor,
    string? Currency,
    DateTimeOffset? PaidAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? ReportedAt,
    string? UndoneBy
)
{
    /// <summary>Amount of the payment; null if there is none.</summary>
    public Money? Paid => AmountMinor is { } amount && Currency is { } currency ? new(amount, currency) : null;
}
