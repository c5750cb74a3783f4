using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Emails to the contacts of tenants about unpaid invoices.</summary>
internal static class DunningEmails
{
    private static readonly object s_example = new
    {
        amount = "49.00 EUR",
        invoice = "INV-0042",
        reason = "the card has expired",
        next_attempt = "2026-11-23",
        needs_action = true,
        due = "2026-11-20",
        pay_url = "https://invoice.stripe.com/i/example",
        restricted_on = "2026-12-04",
    };

    public static readonly EmailTemplate PaymentFailed = new(
        "dunning.payment_failed",
        "Payment failed",
        new(
            "{{platform.name}}: your payment of {{amount}} failed",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>We couldn't collect <b>{{amount}}</b>{{#if invoice}} for invoice {{invoice}}{{/if}}, because {{reason}}.</p>
            <p>{{#if needs_action}}Please use another payment method or update the current one.{{else}}You don't need to do anything if the payment method can be charged again.{{/if}}{{#if next_attempt}} We try again on {{next_attempt}}.{{/if}}</p>
            {{#if pay_url}}<p><a href="{{pay_url}}">Pay now</a></p>{{/if}}
            {{#if restricted_on}}<p>If it isn't paid by {{restricted_on}}, your access will be limited.</p>{{/if}}
            """,
            """
            Hello {{recipient.name}},

            We couldn't collect {{amount}}{{#if invoice}} for invoice {{invoice}}{{/if}}, because {{reason}}.

            {{#if needs_action}}Please use another payment method or update the current one.{{else}}You don't need to do anything if the payment method can be charged again.{{/if}}{{#if next_attempt}} We try again on {{next_attempt}}.{{/if}}

            {{#if pay_url}}Pay now: {{pay_url}}{{/if}}

            {{#if restricted_on}}If it isn't paid by {{restricted_on}}, your access will be limited.{{/if}}
            """
        ),
        s_example
    )
    {
        IsToMembers = true,
    };

    public static readonly EmailTemplate InvoiceOverdue = new(
        "dunning.invoice_overdue",
        "Invoice overdue",
        new(
            "{{platform.name}}: your invoice over {{amount}} is overdue",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p>We haven't received <b>{{amount}}</b>{{#if invoice}} for invoice {{invoice}}{{/if}}{{#if due}}, which was due on {{due}}{{/if}}.</p>
            <p>Please ignore this email if you have already paid. A bank transfer can take some days.</p>
            {{#if pay_url}}<p><a href="{{pay_url}}">View invoice</a></p>{{/if}}
            {{#if restricted_on}}<p>If it isn't paid by {{restricted_on}}, your access will be limited.</p>{{/if}}
            """,
            """
            Hello {{recipient.name}},

            We haven't received {{amount}}{{#if invoice}} for invoice {{invoice}}{{/if}}{{#if due}}, which was due on {{due}}{{/if}}.

            Please ignore this email if you have already paid. A bank transfer can take some days.

            {{#if pay_url}}View invoice: {{pay_url}}{{/if}}

            {{#if restricted_on}}If it isn't paid by {{restricted_on}}, your access will be limited.{{/if}}
            """
        ),
        s_example
    )
    {
        IsToMembers = true,
    };

    public static EmailTemplate TemplateFor(DunningCase unpaid) => unpaid.IsSentByEmail ? InvoiceOverdue : PaymentFailed;

    /// <param name="limitsAt">When access is restricted next; null if no such step is planned.</param>
    public static object Facts(DunningCase unpaid, DateTimeOffset? limitsAt)
    {
        var decline = Decline.Of(unpaid.DeclineCode);
        var nextAttempt = unpaid.NextAttemptAt > unpaid.Now ? unpaid.NextAttemptAt : null;
        return new
        {
            amount = unpaid.Remaining.ToString(),
            invoice = unpaid.Number,
            reason = decline.Text,
            next_attempt = Day(nextAttempt),
            needs_action = decline.Class is not DeclineClass.RetryLater || nextAttempt is null,
            due = Day(unpaid.DueAt),
            pay_url = unpaid.PageUrl,
            restricted_on = Day(limitsAt),
        };

        string? Day(DateTimeOffset? at) => at is { } given ? $"{unpaid.TimeZone.DayOf(given):yyyy-MM-dd}" : null;
    }
}
