using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>The current state of a support ticket. A missing time means that it has not happened, or not again.</summary>
/// <param name="Tenant">ID of the tenant, or ext: followed by your own ID.</param>
/// <param name="OpenedAt">When the customer opened it.</param>
/// <param name="UpdatedAt">When the help desk last changed it. A report with an earlier time than the stored one changes nothing.</param>
/// <param name="Priority">Priority in the help desk.</param>
/// <param name="FirstReplyAt">When a person first replied.</param>
/// <param name="ResolvedAt">When it was last resolved. Omit it while the ticket is open.</param>
/// <param name="ReopenedAt">When it was last reopened.</param>
/// <param name="Url">Page of the ticket in the help desk, an https address.</param>
public sealed partial record SupportTicketReport(
    string Tenant,
    DateTimeOffset OpenedAt,
    DateTimeOffset UpdatedAt,
    TicketPriority Priority = TicketPriority.Normal,
    DateTimeOffset? FirstReplyAt = null,
    DateTimeOffset? ResolvedAt = null,
    DateTimeOffset? ReopenedAt = null,
    string? Url = null
)
{
    private const int MaxUrl = 500;

    /// <param name="id">ID in the help desk.</param>
    /// <param name="at">Position in the body, for errors; empty for a single report.</param>
    /// <param name="now">Current time.</param>
    /// <exception cref="Problem">422: names the field that is wrong.</exception>
    internal void Check(string id, string at, DateTimeOffset now)
    {
        if (!TicketId().IsMatch(id))
            throw Invalid(at, "id", "must be 1 to 100 letters, digits, periods, underscores, colons or hyphens.");
        if (new TicketTimes(OpenedAt, UpdatedAt, FirstReplyAt, ResolvedAt, ReopenedAt).FindProblem(now) is { } problem)
            throw Invalid(at, problem.Field, problem.Why);
        if (Url.TrimToNull() is { } url && !IsLink(url))
            throw Invalid(at, "url", $"must be an https address of at most {MaxUrl} characters without a user name.");
    }

    private static bool IsLink(string url) => url.Length <= MaxUrl && HttpsAddress.IsValid(url);

    /// <param name="at">Position in the body; empty for a single report.</param>
    /// <param name="field">Field that is wrong, by its name in the API.</param>
    /// <param name="why">What it must be.</param>
    /// <param name="code">Code of the error.</param>
    internal static Problem Invalid(string at, string field, string why, string code = "bad_ticket")
    {
        var name = at.Length > 0 ? $"{at}.{field}" : field;
        return new(422, code, $"{name}: {why}", new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [why] });
    }

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,100}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TicketId();
}

/// <summary>A report with the ID of its ticket.</summary>
/// <param name="Id">ID in the help desk.</param>
/// <param name="At">Position in the body, for errors; empty for a single report.</param>
internal sealed record ReportedTicket(string Id, SupportTicketReport Report, string At);
