using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Reliability.Mails;

/// <summary>The letters that the list shows, on all of its pages, as a file.</summary>
public sealed class LetterExport(ListExport export, LetterList letters)
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

    public static ListAddress List(HttpRequest request) => ListAddress.Of(LetterRoutes.Address, request, part => part is "state" or "template");

    /// <exception cref="Problem">400 that names the part it can't read</exception>
    public static LetterFilter Filter(HttpRequest request) => new(request.Word<LetterState>("state"), request.Text("template"), request.Text("cursor"));

    public IResult Send(HttpContext context)
    {
        var filter = Filter(context.Request) with { Limit = ListExport.AtOnce };
        return TableFile.Of(
            context,
            List(context.Request),
            s_columns,
            export.Of(
                context,
                "letters",
                who => Sentence.Say($"{who} exported the list of letters."),
                (cursor, work) => letters.Find(filter with { Cursor = cursor }, work)
            )
        );
    }
}
