namespace World;

/// <summary>A public status page with components, a past incident and planned maintenance.</summary>
internal static class StatusPageSamples
{
    public static async Task<bool> Add(SetupApi platform, DateTimeOffset now)
    {
        if (await platform.Has("/api/v1/status-page", "Reminders"))
            return false;
        var bookings = await Component(platform, "Bookings", "Classes, bookings and waiting lists");
        await Component(platform, "Payments", "Cards and invoices");
        await Component(platform, "Reminders", "Emails and text messages");
        await platform.Run("status_page.configure", SetupApi.Platform, new { name = "StudioApp", enabled = true });
        var notice = await platform.Run(
            "status_notice.post",
            SetupApi.Platform,
            new
            {
                title = "Slow bookings",
                body = "Bookings take up to 30 seconds. We are looking for the cause.",
                components = new[] { bookings }.OfType<string>(),
            }
        );
        if (notice is not null)
            await platform.Run(
                "status_notice.update",
                notice,
                new { body = "A missing index was added. Bookings take less than a second again.", status = "resolved" }
            );
        await platform.Run(
            "status_maintenance.schedule",
            SetupApi.Platform,
            new
            {
                title = "Database upgrade",
                body = "Bookings can't be changed for a few minutes.",
                starts_at = now.AddDays(3),
                ends_at = now.AddDays(3).AddHours(1),
                components = new[] { bookings }.OfType<string>(),
            }
        );
        return true;
    }

    private static Task<string?> Component(SetupApi platform, string name, string description) =>
        platform.Run("status_component.add", SetupApi.Platform, new { name, description });
}
