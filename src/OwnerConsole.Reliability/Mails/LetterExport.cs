using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Exports all emails that match the filters as a file.</summary>
public sealed class LetterExport(ListExport export, LetterList letters, IEnumerable<LetterTemplate> templates)
{
    public const string Address = LetterRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<LetterRow>> s_columns =
    [
        new("to", LetterRoutes.Whom),
        new("template", letter => letter.Template) { Word = "template" },
        new("state", letter => letter.State.ToText()) { Word = "state" },
        new("why", letter => letter.Why) { Word = "state" },
        new("attempts", letter => (decimal)letter.Attempts) { Word = "attempts" },
        new("written_at", letter => FileCell.Instant(letter.WrittenAt)) { Word = "written_at" },
        new("ended_at", letter => FileCell.Instant(letter.EndedAt)) { Word = "written_at" },
        new("id", letter => letter.LetterId),
        new("tenant_id", letter => letter.TenantId),
    ];

    public static ListAddress List(HttpRequest request) => ListAddress.Of(LetterRoutes.Address, request, LetterFilter.Known.Contains);

    public IResult Send(HttpContext context) =>
        TableFile.Of(
            context,
            List(context.Request),
            s_columns,
            export.Of(
                context,
                "letters",
                who => Sentence.Say($"{who} exported the list of emails."),
                work => LetterFilter.Read(context.Request.Query, templates, work),
                (filter, cursor, work) => letters.Find(filter with { Cursor = cursor, Limit = ListExport.AtOnce }, work)
            )
        );
}
