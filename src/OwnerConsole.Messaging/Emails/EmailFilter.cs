using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The filter of a list of emails, used by the page, the export and the API.</summary>
/// <param name="Template">Name of the template.</param>
/// <param name="Search">Resolved search text.</param>
/// <param name="Cursor">Position where the previous page ended.</param>
public sealed record EmailFilter(EmailState? State = null, string? Template = null, EmailSearch? Search = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>Name of the sort order in the query string.</summary>
    public const string Time = "created_at";

    /// <summary>Query parameters of the filter.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "state", "template"];

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400 that names the invalid parameter.</exception>
    public static async Task<EmailFilter> Read(IQueryCollection query, IEnumerable<EmailTemplate> templates, UnitOfWork work) =>
        new(
            query.Word<EmailState>("state"),
            query.Text("template"),
            query.SearchText() is { } text ? await EmailSearch.Find(text, templates, work) : null,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    internal string Where =>
        "where true"
        + Conditions.And(
            (State is not null, "l.state = @state"),
            (Template is not null, "l.template = @template"),
            (Cursor is not null, $"(l.created_at, l.email_id) {Order.After} (@lastAt, @lastId)")
        );

    internal object Arguments
    {
        get
        {
            var (lastAt, lastId) = Cursor is null ? default : OwnerConsole.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                state = State,
                template = Template,
                ids = Search?.Ids ?? [],
                templates = Search?.Templates ?? [],
                lastAt,
                lastId,
                limit = Limit,
            };
        }
    }
}
