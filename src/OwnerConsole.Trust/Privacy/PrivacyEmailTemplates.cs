using OwnerConsole.Kernel.Email;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Emails to the person of a privacy request. Their texts can be changed and translated like those of all emails.</summary>
internal static class PrivacyEmailTemplates
{
    public static readonly EmailTemplate Receipt = Create(
        "privacy_request.receipt",
        "Privacy request received",
        "We received your {{request}}",
        """
        <p>Hello,</p>
        <p>We received your {{request}} on {{received_on}} and will answer it by {{due_on}}.</p>
        {{#if gdpr}}<p>If we need more time because the request is complex, we tell you the reason before this day.</p>{{/if}}
        {{#if ccpa}}<p>We can ask you to verify your identity before we disclose, correct or delete personal information.</p>{{/if}}
        <p>Reference: {{reference}}</p>
        """,
        """
        Hello,

        We received your {{request}} on {{received_on}} and will answer it by {{due_on}}.

        {{#if gdpr}}If we need more time because the request is complex, we tell you the reason before this day.{{/if}}{{#if ccpa}}We can ask you to verify your identity before we disclose, correct or delete personal information.{{/if}}

        Reference: {{reference}}
        """
    );

    public static readonly EmailTemplate Identity = Create(
        "privacy_request.identity",
        "Privacy request: identity check",
        "Please confirm your {{request}}",
        """
        <p>Hello,</p>
        <p>We received your {{request}} on {{received_on}}. Before we continue, we must make sure that it is from you, so that no one else receives or deletes your data.</p>
        {{#if reason}}<p dir="auto" style="white-space:pre-wrap">{{reason}}</p>{{/if}}
        <p>{{#if can_reply}}Reply to this email to confirm the request.{{else}}This address doesn't receive replies: contact us to confirm the request, and mention the reference.{{/if}} Don't send copies of identity documents. If you didn't send the request, tell us.</p>
        <p>Reference: {{reference}}</p>
        """,
        """
        Hello,

        We received your {{request}} on {{received_on}}. Before we continue, we must make sure that it is from you, so that no one else receives or deletes your data.

        {{#if reason}}{{reason}}{{/if}}

        {{#if can_reply}}Reply to this email to confirm the request.{{else}}This address doesn't receive replies: contact us to confirm the request, and mention the reference.{{/if}} Don't send copies of identity documents. If you didn't send the request, tell us.

        Reference: {{reference}}
        """
    );

    public static readonly EmailTemplate Extension = Create(
        "privacy_request.extended",
        "Privacy request: deadline extended",
        "We need more time for your {{request}}",
        """
        <p>Hello,</p>
        <p>We need more time for your {{request}} of {{received_on}} and will answer it by {{due_on}}.</p>
        {{#if reason}}<p>Reason:</p><p dir="auto" style="white-space:pre-wrap">{{reason}}</p>{{/if}}
        {{#if gdpr}}<p>The law allows us to extend the deadline by two months for complex or numerous requests.</p>{{/if}}
        {{#if ccpa}}<p>The law allows us to extend the deadline once by 45 days.</p>{{/if}}
        <p>Reference: {{reference}}</p>
        """,
        """
        Hello,

        We need more time for your {{request}} of {{received_on}} and will answer it by {{due_on}}.

        {{#if reason}}Reason: {{reason}}{{/if}}

        {{#if gdpr}}The law allows us to extend the deadline by two months for complex or numerous requests.{{/if}}{{#if ccpa}}The law allows us to extend the deadline once by 45 days.{{/if}}

        Reference: {{reference}}
        """
    );

    public static readonly EmailTemplate Fulfilment = Create(
        "privacy_request.fulfilled",
        "Privacy request fulfilled",
        "Your {{request}} is complete",
        """
        <p>Hello,</p>
        <p>We fulfilled your {{request}} of {{received_on}}.</p>
        {{#if export}}<p>{{#if link}}<a href="{{link}}">Download your data</a>{{else}}You receive your data separately.{{/if}}</p>{{/if}}
        {{#if erase}}<p>Your personal data was deleted, except for data that a law requires us to keep, such as invoices. We keep a record of this request as proof that we answered it.</p>{{/if}}
        <p>Reference: {{reference}}</p>
        """,
        """
        Hello,

        We fulfilled your {{request}} of {{received_on}}.

        {{#if export}}{{#if link}}Download your data: {{link}}{{else}}You receive your data separately.{{/if}}{{/if}}{{#if erase}}Your personal data was deleted, except for data that a law requires us to keep, such as invoices. We keep a record of this request as proof that we answered it.{{/if}}

        Reference: {{reference}}
        """
    );

    public static readonly EmailTemplate Refusal = Create(
        "privacy_request.refused",
        "Privacy request refused",
        "Your {{request}}",
        """
        <p>Hello,</p>
        <p>We can't fulfil your {{request}} of {{received_on}}.</p>
        {{#if reason}}<p>Reason:</p><p dir="auto" style="white-space:pre-wrap">{{reason}}</p>{{/if}}
        {{#if gdpr}}<p>You can complain to a supervisory authority or go to court.</p>{{/if}}
        {{#if ccpa}}<p>You can complain to the California Privacy Protection Agency or to the Attorney General of California.</p>{{/if}}
        <p>Reference: {{reference}}</p>
        """,
        """
        Hello,

        We can't fulfil your {{request}} of {{received_on}}.

        {{#if reason}}Reason: {{reason}}{{/if}}

        {{#if gdpr}}You can complain to a supervisory authority or go to court.{{/if}}{{#if ccpa}}You can complain to the California Privacy Protection Agency or to the Attorney General of California.{{/if}}

        Reference: {{reference}}
        """
    );

    public static readonly IReadOnlyList<EmailTemplate> All = [Receipt, Identity, Extension, Fulfilment, Refusal];

    public static EmailTemplate Of(PrivacyStep step) =>
        step switch
        {
            PrivacyStep.Receipt => Receipt,
            PrivacyStep.Identity => Identity,
            PrivacyStep.Extension => Extension,
            PrivacyStep.Fulfilment => Fulfilment,
            _ => Refusal,
        };

    private static EmailTemplate Create(string name, string title, string subject, string html, string text) =>
        new(name, title, new(subject, html, text), PrivacyEmailFacts.Example);
}
