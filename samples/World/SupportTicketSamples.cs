using System.Globalization;

namespace World;

/// <summary>Support tickets of the past weeks, as a help desk reports them. Most are answered and resolved in time, and those of one tenant are late.</summary>
internal static class SupportTicketSamples
{
    private const string Address = "/api/v1/support/tickets";

    private const int Tenants = 6,
        FirstNumber = 4101;

    private static readonly Ticket[] s_inTime =
    [
        new(3, "normal", 0.75, null),
        new(26, "normal", 0.5, 5),
        new(75, "high", 0.4, 9),
        new(200, "low", 4, 30),
        new(410, "normal", 1, 12),
        new(700, "urgent", 0.2, 6),
    ];

    /// <summary>Tickets of the tenant with late replies. The latest one has no reply yet.</summary>
    private static readonly Ticket[] s_late =
    [
        new(30, "normal", null, null),
        new(150, "high", 30, 100),
        new(330, "normal", 40, 120),
        new(560, "urgent", 26, 90),
    ];

    public static async Task<bool> Add(SetupApi tenants, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        if (await tenants.Has($"{Address}?limit=1", "tnt_"))
            return false;
        var oldest = studios
            .Where(studio => studio.IsOpen(now))
            .Except(TenantSamples.ListToDelete(studios, now))
            .OrderBy(studio => studio.OpenedAt)
            .Take(Tenants)
            .ToList();
        var reports = oldest
            .SelectMany((studio, place) => (place == 0 ? s_late : s_inTime).Select(ticket => (Studio: studio, Ticket: ticket)))
            .Where(row => row.Studio.OpenedAt < row.Ticket.OpenedAt(now))
            .Select((row, place) => Report(row.Studio, row.Ticket, FirstNumber + place, now))
            .ToList();
        if (reports.Count == 0)
            return false;
        await tenants.Put(Address, reports);
        return true;
    }

    private static object Report(SimStudio studio, Ticket ticket, int number, DateTimeOffset now)
    {
        var opened = ticket.OpenedAt(now);
        DateTimeOffset? replied = After(ticket.ReplyHours),
            resolved = After(ticket.ResolutionHours);
        var id = number.ToString(CultureInfo.InvariantCulture);
        return new
        {
            id,
            Tenant = "ext:" + studio.Id,
            ticket.Priority,
            OpenedAt = opened,
            FirstReplyAt = replied,
            ResolvedAt = resolved,
            UpdatedAt = resolved ?? replied ?? opened,
            Url = $"https://help.example.com/tickets/{id}",
        };

        DateTimeOffset? After(double? hours) => hours is { } passed ? opened.AddHours(passed) : null;
    }

    /// <param name="HoursAgo">Hours since it was opened.</param>
    /// <param name="ReplyHours">Hours until the first reply; null if there is none.</param>
    /// <param name="ResolutionHours">Hours until it was resolved; null while it is open.</param>
    private sealed record Ticket(double HoursAgo, string Priority, double? ReplyHours, double? ResolutionHours)
    {
        public DateTimeOffset OpenedAt(DateTimeOffset now) => now.AddHours(-HoursAgo);
    }
}
