using System.Globalization;

namespace World;

/// <summary>An incident in progress, and one of three days ago with its post-mortem.</summary>
internal static class IncidentSamples
{
    private const string Title = "Image uploads fail";

    public static async Task<bool> Add(SetupApi platform, DateTimeOffset now)
    {
        if (await platform.Has("/api/v1/incidents", Title) || await Declare(platform, Title, now.AddMinutes(-40)) is not { } open)
            return false;
        await platform.Run("incident.set_status", open, new { status = "investigating", note = "The image storage refuses connections." });
        var start = now.AddDays(-3);
        if (await Declare(platform, "Bookings fail", start) is { } past)
            await Close(platform, past, start);
        return true;
    }

    private static Task<string?> Declare(SetupApi platform, string title, DateTimeOffset start) =>
        platform.Run(
            "incident.declare",
            SetupApi.Platform,
            new
            {
                title,
                severity = "sev3",
                started_at = start,
                detected_at = start.AddMinutes(6),
            }
        );

    private static async Task Close(SetupApi platform, string incident, DateTimeOffset start)
    {
        await platform.Run("incident.set_status", incident, new { status = "identified", note = "A migration locks the table of bookings." });
        await platform.Run("incident.resolve", incident, new { note = "The migration was stopped.", resolved_at = start.AddMinutes(52) });
        await platform.Run(
            "incident.set_root_cause",
            incident,
            new
            {
                root_cause = "A migration added a column with a default and locked the table of bookings.",
                contributing = "No alert watches the duration of locks.",
                went_well = "The migration could be stopped without losing data.",
            }
        );
        await platform.Run(
            "incident.add_action_item",
            incident,
            new { description = "Alert on long locks", due_on = start.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }
        );
        await platform.Run("incident.close", incident);
    }
}
