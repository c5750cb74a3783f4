using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Messaging.Mails;

/// <summary>Exports all emails that match the filters as a file.</summary>
public sealed class EmailExport(ListExport export, EmailList letters, IEnumerable<EmailTemplate> templates)
{
    public const string Address = EmailRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<EmailRow>> s_columns =
    [
        new("to", EmailRoutes.RecipientText),
        new("template", letter => letter.Template) { Word = "template" },
        new("state", letter => letter.State.ToText()) { Word = "state" },
        new("why", letter => letter.Why) { Word = "state" },
        new("attempts", letter => (decimal)letter.Attempts) { Word = "attempts" },
        new("written_at", letter => FileCell.Instant(letter.WrittenAt)) { Word = "written_at" },
        new("ended_at", letter => FileCell.Instant(letter.EndedAt)) { Word = "written_at" },
        new("id", letter => letter.LetterId),
        new("tenant_id", letter => letter.TenantId),
    ];

    public static ListAddress List(HttpRequest request) => ListAddress.Of(EmailRoutes.Address, request, EmailFilter.ParameterNames.Contains);

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            List(context.Request),
            s_columns,
            export.Of(
                context,
                "letters",
                who => Sentence.Say($"{who} exported the list of emails."),
                work => EmailFilter.Read(context.Request.Query, templates, work),
                (filter, cursor, work) => letters.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
}
