using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Which letters are meant: the page, the file and the API read the same words and ask the same.</summary>
/// <param name="Template">its name</param>
/// <param name="Sought">what a text means</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record LetterFilter(LetterState? State = null, string? Template = null, SoughtLetters? Sought = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>By which the list is in order, as an address says it.</summary>
    public const string Time = "written_at";

    /// <summary>Parts of an address.</summary>
    public static readonly IReadOnlyList<string> Known = ["q", "state", "template"];

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400 that names the part it can't read</exception>
    public static async Task<LetterFilter> Read(IQueryCollection query, IEnumerable<LetterTemplate> templates, Work work) =>
        new(
            query.Word<LetterState>("state"),
            query.Text("template"),
            query.Sought() is { } text ? await SoughtLetters.Find(text, templates, work) : null,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    /// <summary>Only what is asked of: the index that has the order decides how a page is found.</summary>
    internal string Where =>
        $"""
            where true
             {(State is null ? "" : "and l.state = @state")}
             {(Template is null ? "" : "and l.template = @template")}
             {(Cursor is null ? "" : $"and (l.written_at, l.letter_id) {Order.After} (@lastAt, @lastId)")}
            """;

    internal object Arguments
    {
        get
        {
            var (lastAt, lastId) = Cursor is null ? default : Kernel.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                state = State,
                template = Template,
                ids = Sought?.Ids ?? [],
                templates = Sought?.Templates ?? [],
                lastAt,
                lastId,
                limit = Limit,
            };
        }
    }
}
