using System.Globalization;

namespace World;

/// <summary>Alert rules, probes of the console itself and of a port at which nothing answers, an SLO, SLAs and a service map.</summary>
internal static class ReliabilitySamples
{
    private static readonly string[] s_weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"];

    public static async Task<bool> AddRules(SetupApi platform)
    {
        if (await platform.Has("/api/v1/alert-rules", "Service down"))
            return false;
        await platform.Run(
            "alert_rule.add",
            SetupApi.Platform,
            new
            {
                kind = "probe",
                name = "Service down",
                severity = "high",
            }
        );
        await platform.Run(
            "alert_rule.add",
            SetupApi.Platform,
            new
            {
                kind = "log_event",
                name = "New errors",
                severity = "medium",
                codes = new[] { "error_new" },
                min_events = 2,
                period_seconds = 600,
            }
        );
        return true;
    }

    /// <param name="address">Address of the console, which answers the first probe.</param>
    public static async Task<bool> AddProbes(SetupApi platform, Uri address)
    {
        if (await platform.Has("/api/v1/probes", "Booking API"))
            return false;
        var api = await platform.Run(
            "probe.add",
            SetupApi.Platform,
            new
            {
                kind = "http",
                name = "Booking API",
                target = new Uri(address, "/readyz").ToString(),
            }
        );
        await platform.Run(
            "probe.add",
            SetupApi.Platform,
            new
            {
                kind = "tcp",
                name = "Image storage",
                target = "127.0.0.1:9", // nothing answers at the port for discarded data
                failures_until_down = 1,
            }
        );
        if (api is null)
            return false;
        await platform.Run(
            "slo.add",
            SetupApi.Platform,
            new
            {
                kind = "probe_success",
                name = "Booking API availability",
                probe_id = api,
                target = "99.9",
            }
        );
        return true;
    }

    /// <summary>What the booking application depends on.</summary>
    public static async Task<bool> AddServiceMap(SetupApi platform)
    {
        if (await platform.Has("/api/v1/service-map", "image-storage"))
            return false;
        (string Service, string DependsOn, string Strength)[] dependencies =
        [
            ("booking-web", "booking-api", "hard"),
            ("booking-api", "database", "hard"),
            ("booking-api", "payments", "soft"),
            ("booking-web", "image-storage", "soft"),
            ("booking-worker", "database", "hard"),
            ("booking-worker", "email", "hard"),
        ];
        foreach (var (service, dependsOn, strength) in dependencies)
            await platform.Run(
                "service_dependency.add",
                SetupApi.Platform,
                new
                {
                    service,
                    depends_on = dependsOn,
                    strength,
                }
            );
        return true;
    }

    /// <summary>
    /// An SLA about availability, two about the first reply, within a day of calendar hours and within four business hours, and one about the resolution of
    /// tickets.
    /// </summary>
    public static async Task<bool> AddAgreements(SetupApi platform, DateTimeOffset now)
    {
        (string Name, Func<Task> Add)[] agreements =
        [
            ("Monthly availability", () => AddAvailability(platform)),
            ("First reply", () => AddReplies(platform, now)),
            ("Ticket resolution", () => AddResolution(platform)),
        ];
        var isNew = false;
        foreach (var (name, add) in agreements)
            if (!await platform.Has("/api/v1/slas", name))
            {
                await add();
                isNew = true;
            }
        return isNew;
    }

    private static async Task AddReplies(SetupApi platform, DateTimeOffset now)
    {
        await platform.Run(
            "sla.add",
            SetupApi.Platform,
            new
            {
                kind = "first_reply",
                name = "First reply",
                within_minutes = 1440,
                target = "95",
                period = "quarter", // most days of a quarter have tickets of weeks before
            }
        );
        await platform.Run(
            "sla.add",
            SetupApi.Platform,
            new
            {
                kind = "first_reply",
                name = "First reply in business hours",
                priority = "high",
                within_minutes = 240,
                target = "95",
                hours = "business",
                time_zone = "Europe/Zurich",
                business_days = s_weekdays
                    .Select(day => new
                    {
                        day,
                        from = "08:00",
                        to = day == "friday" ? "16:00" : "18:00",
                    })
                    .ToArray(),
                holidays = new[] { Day(new(now.Year, 12, 25)), Day(new(now.Year + 1, 1, 1)) },
            }
        );
    }

    private static Task<string?> AddResolution(SetupApi platform) =>
        platform.Run(
            "sla.add",
            SetupApi.Platform,
            new
            {
                kind = "ticket_resolution",
                name = "Ticket resolution",
                within_minutes = 4320,
                target = "95",
                period = "quarter",
            }
        );

    private static Task<string?> AddAvailability(SetupApi platform) =>
        platform.Run(
            "sla.add",
            SetupApi.Platform,
            new
            {
                kind = "availability",
                name = "Monthly availability",
                period = "month",
                credits = new[] { "99.9: 10", "99: 25" },
            }
        );

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
