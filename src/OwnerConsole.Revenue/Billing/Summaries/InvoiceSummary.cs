using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing.Summaries;

/// <summary>What an invoice summary shows.</summary>
/// <param name="Seller">Name of the Stripe account; null for manual invoices.</param>
/// <param name="Number">Null for a draft.</param>
/// <param name="Lines">Lines as a JSON array of Stripe's line items; null if only the total is known.</param>
/// <param name="SubtotalMinor">Sum of the lines; null if only the total is known.</param>
/// <param name="DiscountMinor">Discounts, as a positive amount.</param>
/// <param name="CreditedMinor">Amount of the credit notes.</param>
/// <param name="Zone">Time zone of the dates.</param>
internal sealed record InvoiceSummary(
    string Id,
    string? Seller,
    string? Number,
    string Status,
    string? Tenant,
    string? Customer,
    string? Email,
    string Currency,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? PaidAt,
    string? Lines,
    long? SubtotalMinor,
    long DiscountMinor,
    long TaxMinor,
    long TotalMinor,
    long PaidMinor,
    long CreditedMinor,
    long RemainingMinor,
    string Zone
)
{
    /// <summary>Lines on the summary. The others are counted.</summary>
    private const int MaxLines = 200;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Payment> Payments { get; init; } = [];

    /// <returns>The summary; null if there is no such invoice that the caller can see.</returns>
    public static async Task<InvoiceSummary?> Find(string id, Mode mode, Caller caller, UnitOfWork work)
    {
        var arguments = new
        {
            id,
            mode,
            caller.OnlyTenant,
        };
        var found = await work.One<InvoiceSummary>(
            """
            select i.id, o.body->>'account_name' as seller, i.number, i.status, t.name as tenant, coalesce(o.body->>'customer_name', c.name) as customer,
                   coalesce(o.body->>'customer_email', c.email) as email, i.currency, i.created_at, i.due_at, i.paid_at,
                   coalesce(o.body->'lines'->'data', m.lines)::text as lines, coalesce((o.body->>'subtotal')::bigint, m.amount_minor) as subtotal_minor,
                   (select coalesce(sum((d->>'amount')::bigint), 0)::bigint from jsonb_array_elements(case jsonb_typeof(o.body->'total_discount_amounts') when 'array' then o.body->'total_discount_amounts' else '[]' end) d) as discount_minor,
                   coalesce(i.total_minor - (o.body->>'total_excluding_tax')::bigint, 0) as tax_minor, i.total_minor, i.paid_minor,
                   coalesce((o.body->>'pre_payment_credit_notes_amount')::bigint, 0) + coalesce((o.body->>'post_payment_credit_notes_amount')::bigint, 0) as credited_minor,
                   i.remaining_minor, r.zone
              from billing.invoices i
              cross join core.reporting r
              left join core.tenants t on t.tenant_id = i.tenant_id and i.tenant_id <> 'tnt_platform'
              left join billing.customers c on c.account_id = i.account_id and c.id = i.customer_id
              left join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = i.account_id and o.object_id = i.id and o.mode = i.mode
              left join lateral (
                select m.amount_minor, jsonb_build_array(jsonb_build_object('description', coalesce(m.description, 'Manual invoice'), 'amount', m.amount_minor)) as lines
                  from manual.invoices m where m.tenant_id = i.tenant_id and m.invoice_id = i.id and m.closed_by is null) m on true
             where i.id = @id and i.mode = @mode and (@OnlyTenant::text is null or i.tenant_id = @OnlyTenant)
             limit 1
            """,
            arguments
        );
        return found is null
            ? null
            : found with
            {
                Payments = await work.List<Payment>(
                    """
                    select p.created_at as at, p.status, p.amount_minor, p.refunded_minor, p.method, p.failure_message as failure
                      from billing.payments p
                     where p.invoice_id = @id and p.mode = @mode and (@OnlyTenant::text is null or p.tenant_id = @OnlyTenant)
                     order by p.created_at, p.id limit 50
                    """,
                    arguments
                ),
            };
    }

    public Money Of(long minor) => new(minor, Currency);

    /// <returns>The lines, and how many more there are.</returns>
    public (IReadOnlyList<Line> Shown, int More) ReadLines()
    {
        using var read = JsonDocument.Parse(Lines ?? "[]");
        var lines = read.RootElement.EnumerateArray().Select(Line.Of).ToList();
        return (lines.Take(MaxLines).ToList(), Math.Max(0, lines.Count - MaxLines));
    }

    /// <param name="Quantity">Null if it is not known.</param>
    internal sealed record Line(string Description, long? Quantity, long AmountMinor)
    {
        public static Line Of(JsonElement line) =>
            new(
                line.TryGetProperty("description", out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : "No description", // the kind is string
                line.TryGetProperty("quantity", out var quantity) && quantity.ValueKind is JsonValueKind.Number && quantity.TryGetInt64(out var count)
                    ? count
                    : null,
                line.GetProperty("amount").GetInt64()
            );
    }

    /// <param name="Failure">Why it failed; null if it didn't.</param>
    internal sealed record Payment(DateTimeOffset At, string Status, long AmountMinor, long RefundedMinor, string? Method, string? Failure);
}
