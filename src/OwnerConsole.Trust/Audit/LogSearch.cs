using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>Log filters of an address, shared by the page, the API and exports.</summary>
/// <param name="Tenant">Tenant id, or <c>ext:</c> followed by the application's own id.</param>
/// <param name="From">Date, from its start, or time.</param>
/// <param name="To">Date, to its end, or exclusive time.</param>
/// <param name="View">Saved view that the address came from; it doesn't filter.</param>
/// <param name="Until">Position of the last line to show, where the list is paused.</param>
public sealed record LogSearch(
    string? Text = null,
    string? Operation = null,
    string? Tenant = null,
    string? Subject = null,
    LogOutcome? Outcome = null,
    LogKind? Kind = null,
    LogPeriod? Time = null,
    string? From = null,
    string? To = null,
    long? Until = null,
    string? Cursor = null,
    string? View = null
)
{
    /// <summary>Query parameters of a search, without those for paging.</summary>
    public static readonly string[] ParameterNames = ["q", "actor", "operation", "tenant", "subject", "outcome", "kind", "time", "from", "to"];

    private const int MaxTextLength = 200;

    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <exception cref="Problem">400 with the invalid parameter.</exception>
    public static LogSearch Of(HttpRequest request)
    {
        var text = request.Query.SearchText();
        if (text?.Length > MaxTextLength)
            throw Problem.Invalid("q", $"must have at most {MaxTextLength} characters.");
        var search = new LogSearch(
            text,
            request.Text("operation"),
            request.Text("tenant"),
            request.Text("subject"),
            request.Word<LogOutcome>("outcome"),
            request.Word<LogKind>("kind"),
            request.Word<LogPeriod>("time"),
            request.Text("from"),
            request.Text("to"),
            Place(request),
            request.Text("cursor"),
            request.Text(ListAddress.View)
        )
        {
            Actors = request.Texts("actor"),
        };
        search.Begin(default);
        search.End();
        return search;
    }

    /// <summary>Whether no filter is set.</summary>
    public bool IsAll => this with { Until = null, Cursor = null, View = null } == new LogSearch { Actors = Actors } && Actors.Count == 0;

    public string Path => LogAddress.Home + QueryText;

    /// <summary>Address of the export of all matching lines.</summary>
    public string Export(LogExportFormat format) =>
        QueryHelpers.AddQueryString($"{LogAddress.Home}/export{(this with { Cursor = null, View = null }).QueryText}", "format", format.ToText());

    /// <summary>Resolves names to ids that the caller can access.</summary>
    /// <exception cref="Problem">404: The tenant doesn't exist, or the caller can't access it.</exception>
    public async Task<LogFilter> Filter(Caller caller, OperationCatalogue catalogue, DateTimeOffset now, UnitOfWork work)
    {
        var filter = LogFilter.For(caller) with
        {
            Actors = Actors,
            Operation = Operation,
            TenantId = Tenant is null ? null : await SubjectResolver.TenantOrPlatform(caller, Tenant, work),
            Subject = Subject,
            Outcome = Outcome,
            Kind = Kind,
            From = Begin(now),
            To = End(),
            Until = Until,
        };
        return Text is null ? filter : filter with { Mentions = await TextMentions.Find(Text, filter, catalogue, work) };
    }

    private string QueryText
    {
        get
        {
            var query = new QueryBuilder();
            (string Name, string? Value)[] parts =
            [
                ("q", Text),
                ("operation", Operation),
                ("tenant", Tenant),
                ("subject", Subject),
                ("outcome", Outcome?.ToText()),
                ("kind", Kind?.ToText()),
                ("time", Time?.ToText()),
                ("from", From),
                ("to", To),
                ("until", Until?.ToString(CultureInfo.InvariantCulture)),
                ("cursor", Cursor),
                (ListAddress.View, View),
            ];
            foreach (var actor in Actors)
                query.Add("actor", actor);
            foreach (var (name, value) in parts)
            {
                if (value is not null)
                    query.Add(name, value);
            }
            return query.ToString();
        }
    }

    private DateTimeOffset? Begin(DateTimeOffset now) =>
        Time switch
        {
            LogPeriod.Today => new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero),
            LogPeriod.Week => now == default ? now : now.AddDays(-7),
            LogPeriod.Month => now == default ? now : now.AddDays(-30),
            _ => Instant("from", From, days: 0),
        };

    private DateTimeOffset? End() => Time is null or LogPeriod.Custom ? Instant("to", To, days: 1) : null;

    private static DateTimeOffset? Instant(string name, string? text, int days) =>
        text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9999
            ? new DateTimeOffset(day.AddDays(days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : text.Contains('T', StringComparison.Ordinal)
        && TimestampText.HasOffset(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
        : throw Problem.Invalid(name, "must be a date such as 2026-11-20, or a time with its offset, such as 2026-11-20T08:00:00Z.");

    private static long? Place(HttpRequest request) =>
        request.Text("until") is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pos) ? pos
        : throw Problem.Invalid("until", "must be a position in the log.");
}
