using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.MemberEmails;

/// <summary>Provides the content of emails to members. It is stored with each email, so that it is erased with it.</summary>
public sealed class MemberEmailSource : IEmailSource
{
    public const int MaxSubject = 200,
        MaxBody = 10_000;

    /// <summary>The frame of these emails, and the variables that both can use.</summary>
    public static readonly EmailTemplate Frame = new("member.message", "Email from the team", EmailTemplate.PlainFrame, new { tenant = new { name = "Acme" } })
    {
        IsToMembers = true,
        Topic = MessageTopic.Account,
        FramedMessage = new(
            "Your question about {{platform.name}}",
            "<p>Hello {{recipient.name}},</p>\n<p>this is the text of an email from the team.</p>",
            "Hello {{recipient.name}},\n\nthis is the text of an email from the team."
        ),
    };

    public string Template => Frame.Name;

    /// <param name="topic">Key of the topic that members can opt out of.</param>
    internal static JsonElement Facts(string subject, string body, string topic) => Json.Element(new MemberEmailFacts(subject, body, topic));

    /// <returns>Null if the member was anonymised since, which removes the text.</returns>
    public async Task<SourcedEmail?> Find(OutgoingEmail email, string? console, UnitOfWork work)
    {
        if (!email.Facts.TryGetProperty("subject", out _))
            return null;
        var facts = Json.Read<MemberEmailFacts>(email.Facts);
        var name = await work.One<string>("select name from core.tenants where tenant_id = @TenantId", new { email.TenantId });
        return new(MarkdownEmail.Content(facts.Subject, facts.Body, link: null, linkLabel: null), Json.Element(new { tenant = new { name } }));
    }

    /// <summary>Results are stored with the email itself.</summary>
    public Task Record(IReadOnlyList<EmailChange> changes, UnitOfWork work) => Task.CompletedTask;

    /// <param name="Subject">One line with variables.</param>
    /// <param name="Body">Markdown with variables.</param>
    /// <param name="Topic">Key of the topic that members can opt out of.</param>
    private sealed record MemberEmailFacts(string Subject, string Body, string Topic);
}
