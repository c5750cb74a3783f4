using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Notifies the people who manage payments, and the application, of a new dispute that needs a response.</summary>
public sealed class DisputeAlarm(EmailOutbox outbox, LogWriter logbook)
{
    /// <summary>People with this permission receive the email.</summary>
    private const string Permission = "payment.refund";

    private const string Type = "dispute.created";

    public static readonly EventKind Event = EventKind.Of(
        Type,
        "A payment of a tenant is disputed, and evidence can be submitted in Stripe.",
        EventSubject.Tenant,
        new DisputePayload("", "", 0, "", "", default(DateTimeOffset?))
    );

    public static readonly EmailTemplate Template = new(
        Type,
        "New dispute",
        new(
            "{{platform.name}}: {{name}} disputes a payment",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p dir="auto"><b>{{name}} disputes a payment.</b> Reason: {{reason}}.</p>
            <p>{{#if due}}Submit evidence in Stripe before {{due}}. After that the dispute is lost.{{else}}Submit evidence in Stripe.{{/if}}</p>
            <p>Next step: {{#if platform.url}}<a href="{{platform.url}}/revenue/disputes?q={{dispute}}">View dispute</a>{{else}}Revenue, Disputes{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            {{name}} disputes a payment. Reason: {{reason}}.

            {{#if due}}Submit evidence in Stripe before {{due}}. After that the dispute is lost.{{else}}Submit evidence in Stripe.{{/if}}

            Next step: {{#if platform.url}}{{platform.url}}/revenue/disputes?q={{dispute}}{{else}}Revenue, Disputes{{/if}}
            """
        ),
        Facts("Acme", "du_1", "fraudulent", new DateTimeOffset(2026, 11, 20, 17, 42, 0, TimeSpan.Zero))
    );

    /// <param name="work">Transaction that stores the disputes. It names their tenants and the platform.</param>
    internal async Task Raise(IReadOnlyList<NewDispute> disputes, UnitOfWork work)
    {
        if (disputes.Count == 0)
            return;
        foreach (var person in await CallerLookup.ListWhoCan(Permission, work))
        foreach (var dispute in disputes.Where(dispute => dispute.Mode is Mode.Live)) // test mode isn't worth an email
            await outbox.Enqueue(
                Template,
                IdGenerator.Platform,
                person,
                Facts(dispute.Name ?? "A customer", dispute.Id, dispute.Reason.Replace('_', ' '), dispute.EvidenceDueAt),
                work
            );
        logbook.Write([.. disputes.Where(dispute => dispute.TenantId != IdGenerator.Platform).Select(Line)], work);
    }

    private static LogLine Line(NewDispute dispute) =>
        new(
            dispute.TenantId,
            "intake",
            "system",
            "done",
            dispute.EvidenceDueAt is { } due
                ? Sentence.Say($"A payment of {new EntityReference(dispute.TenantId)} is disputed. Evidence is due at {due}.")
                : Sentence.Say($"A payment of {new EntityReference(dispute.TenantId)} is disputed.")
        )
        {
            Subject = dispute.TenantId,
            Message = Message.Event(
                Type,
                new DisputePayload(dispute.Id, dispute.PaymentId, dispute.AmountMinor, dispute.Currency, dispute.Reason, dispute.EvidenceDueAt)
            ),
        };

    private static object Facts(string name, string dispute, string reason, DateTimeOffset? due) =>
        new
        {
            name,
            dispute,
            reason,
            due = due is { } at ? EmailTime.Format(at) : null,
        };

    /// <param name="Dispute">du_…</param>
    /// <param name="Payment">ch_…</param>
    /// <param name="AmountMinor">Disputed amount in the smallest currency unit.</param>
    /// <param name="Reason">As Stripe names it.</param>
    private sealed record DisputePayload(string Dispute, string? Payment, long AmountMinor, string Currency, string Reason, DateTimeOffset? EvidenceDueAt);
}

/// <summary>A dispute that had no record before.</summary>
/// <param name="TenantId">The platform if the customer belongs to no tenant.</param>
/// <param name="Name">Name of the tenant, or of the customer if it belongs to none.</param>
internal sealed record NewDispute(
    Mode Mode,
    string TenantId,
    string Id,
    string? Name,
    string? PaymentId,
    long AmountMinor,
    string Currency,
    string Reason,
    DateTimeOffset? EvidenceDueAt
);
