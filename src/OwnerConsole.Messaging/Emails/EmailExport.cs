using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Exports all emails that match the filters as a file.</summary>
public sealed class EmailExport(ListExport export, EmailList emails, IEnumerable<EmailTemplate> templates)
{
    public const string Address = EmailRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<EmailRow>> s_columns =
    [
        new("to", EmailRoutes.RecipientText),
        new("template", email => email.Template) { Word = "template" },
        new("state", email => email.State.ToText()) { Word = "state" },
        new("reason", email => email.Reason) { Word = "state" },
        new("attempts", email => (decimal)email.Attempts) { Word = "attempts" },
        new("created_at", email => FileCell.Instant(email.CreatedAt)) { Word = "created_at" },
        new("ended_at", email => FileCell.Instant(email.EndedAt)) { Word = "created_at" },
        new("id", email => email.EmailId),
        new("tenant_id", email => email.TenantId),
    ];

    public static ListAddress List(HttpRequest request) => ListAddress.Of(EmailRoutes.Address, request, EmailFilter.ParameterNames.Contains);

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            List(context.Request),
            s_columns,
            export.Of(
                context,
                "emails",
                who => Sentence.Say($"{who} exported the list of emails."),
                work => EmailFilter.Read(context.Request.Query, templates, work),
                (filter, cursor, work) => emails.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
}
