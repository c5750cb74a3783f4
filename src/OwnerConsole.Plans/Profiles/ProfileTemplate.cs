using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Profiles;

/// <summary>Contents of a profile.</summary>
/// <param name="Words">Terms by the keys of their settings.</param>
internal sealed record ProfileTemplate(
    IReadOnlyDictionary<string, string> Words,
    IReadOnlyList<Meter> Meters,
    IReadOnlyList<KnownFeature> Features,
    IReadOnlyList<PlanTemplate> Plans
)
{
    public static ProfileTemplate Of(Profile profile) =>
        profile switch
        {
            Profile.Bot => new(
                Labels(
                    ("server", "servers"),
                    ("employee", "employees"),
                    ("time session", "time sessions"),
                    ("tier", "tiers"),
                    "Guild ID",
                    "owner: Server owner, manager: Manager, employee: Employee"
                ),
                [CountMeter("commands", "Commands", "command", "command.used")],
                [
                    Gauge("employees", "Employees", "employee", "members:employee"),
                    Monthly("commands", "Commands", "command", "meter:commands"),
                    Value("retention_days", "Days of history", "7"),
                    Switch("exports", "Exports"),
                ],
                [
                    new("bot_access", "Bot access", 900) { Grants = [("employees", "25"), ("commands", "5000")] },
                    new("retention_30day", "30 days of retention", 500) { Grants = [("retention_days", "30")] },
                    new("pro", "Pro", 2900, 14)
                    {
                        Grants = [("employees", "unlimited"), ("commands", "unlimited"), ("retention_days", "365"), ("exports", "on")],
                    },
                ]
            ),
            Profile.Studio => new(
                Labels(
                    ("studio", "studios"),
                    ("client", "clients"),
                    ("booking", "bookings"),
                    ("plan", "plans"),
                    "Studio ID",
                    "owner: Studio owner, coach: Coach, client: Client"
                ),
                [CountMeter("classes", "Classes booked", "class", "class.booked"), Storage],
                [
                    Gauge("clients", "Clients", "client", "members:client"),
                    Gauge("coaches", "Coaches", "coach", "members:coach"),
                    Monthly("sessions", "Bookings", "booking", "sessions"),
                    Gauge("storage", "Storage", "GB", "meter:storage", decimals: 2),
                    Switch("branding", "Custom branding"),
                ],
                [
                    new("starter", "Starter", 2900, 14) { Grants = [("clients", "25"), ("coaches", "3"), ("sessions", "300"), ("storage", "5")] },
                    new("pro", "Pro", 7900, 14)
                    {
                        Grants = [("clients", "500"), ("coaches", "15"), ("sessions", "2000"), ("storage", "50"), ("branding", "on")],
                    },
                    new("enterprise", "Enterprise", 19900)
                    {
                        Grants = [("clients", "unlimited"), ("coaches", "unlimited"), ("sessions", "unlimited"), ("storage", "500"), ("branding", "on")],
                    },
                ]
            ),
            Profile.School => new(
                Labels(
                    ("tenant", "tenants"), // owners of such platforms use this term
                    ("student", "students"),
                    ("lesson", "lessons"),
                    ("plan", "plans"),
                    "School ID",
                    "principal: Principal, teacher: Teacher, student: Student"
                ),
                [CountMeter("assignments", "Submitted assignments", "assignment", "assignment.handed_in")],
                [
                    Gauge("students", "Students", "student", "members:student"),
                    Gauge("teachers", "Teachers", "teacher", "members:teacher"),
                    Monthly("assignments", "Assignments", "assignment", "meter:assignments"),
                    Switch("sso", "Single sign-on"),
                ],
                [
                    new("classroom", "Classroom", 4900, 30) { Grants = [("students", "25"), ("teachers", "3"), ("assignments", "100")] },
                    new("school", "Whole school", 19900, 30)
                    {
                        Grants = [("students", "800"), ("teachers", "80"), ("assignments", "unlimited"), ("sso", "on")],
                    },
                    new("district", "District", 99900)
                    {
                        Grants = [("students", "unlimited"), ("teachers", "unlimited"), ("assignments", "unlimited"), ("sso", "on")],
                    },
                ]
            ),
            Profile.Creative => new(
                Labels(
                    ("customer account", "customer accounts"),
                    ("user", "users"),
                    ("session", "sessions"),
                    ("plan", "plans"),
                    "Account ID",
                    "owner: Owner, editor: Editor, viewer: Viewer"
                ),
                [new("credits", "Credits", "credit", "credits.used", AggregationKind.Sum, ["amount"], [], Enforced: false), Storage],
                [
                    Monthly("credits", "Credits", "credit"),
                    Gauge("seats", "Seats", "seat", "members"),
                    Gauge("storage", "Storage", "GB", "meter:storage", decimals: 2),
                    Switch("high_resolution", "High resolution"),
                ],
                [
                    new("free", "Free", 0) { Grants = [("credits", "500"), ("seats", "25"), ("storage", "5")] },
                    new("pro", "Pro", 4900, 7) { Grants = [("credits", "750"), ("seats", "40"), ("storage", "100"), ("high_resolution", "on")] },
                ]
            ),
            _ => new(
                Labels(("tenant", "tenants"), ("user", "users"), ("session", "sessions"), ("plan", "plans"), "External ID", ""),
                [CountMeter("api_calls", "API calls", "API call", "api.called"), Storage],
                [
                    Gauge("seats", "Seats", "seat", "members"),
                    Monthly("api_calls", "API calls", "API call", "meter:api_calls"),
                    Gauge("storage", "Storage", "GB", "meter:storage", decimals: 2),
                    Switch("sso", "Single sign-on"),
                ],
                [
                    new("free", "Free", 0) { Grants = [("seats", "3"), ("api_calls", "1000"), ("storage", "1")] },
                    new("team", "Team", 4900, 14) { Grants = [("seats", "25"), ("api_calls", "50000"), ("storage", "50")] },
                    new("business", "Business", 19900) { Grants = [("seats", "unlimited"), ("api_calls", "unlimited"), ("storage", "500"), ("sso", "on")] },
                ]
            ),
        };

    private static Dictionary<string, string> Labels(
        (string One, string Several) tenant,
        (string One, string Several) member,
        (string One, string Several) session,
        (string One, string Several) plan,
        string tenantId,
        string roles
    ) =>
        new(StringComparer.Ordinal)
        {
            ["label.tenant"] = tenant.One,
            ["label.tenants"] = tenant.Several,
            ["label.member"] = member.One,
            ["label.members"] = member.Several,
            ["label.session"] = session.One,
            ["label.sessions"] = session.Several,
            ["label.plan"] = plan.One,
            ["label.plans"] = plan.Several,
            ["label.tenant_id"] = tenantId,
            ["label.roles"] = roles,
        };

    /// <summary>Gigabytes currently stored, as measured by the application.</summary>
    private static readonly Meter Storage = new("storage", "Storage", "GB", "storage.measured", AggregationKind.Latest, ["gb"], [], Enforced: false);

    private static KnownFeature Gauge(string key, string name, string unit, string counts, int decimals = 0) =>
        Feature(key, name, FeatureKind.Gauge, unit, decimals) with
        {
            Counts = counts,
        };

    private static KnownFeature Monthly(string key, string name, string unit, string counts = "") =>
        Feature(key, name, FeatureKind.Counter, unit) with
        {
            Counts = counts,
        };

    private static KnownFeature Switch(string key, string name) => Feature(key, name, FeatureKind.Boolean);

    private static KnownFeature Value(string key, string name, string everybody) => Feature(key, name, FeatureKind.Config) with { Allows = everybody };

    private static KnownFeature Feature(string key, string name, FeatureKind kind, string unit = "", int decimals = 0) =>
        new("", key, kind, ResetInterval.Month, decimals, name, unit, Allowance.None(kind).Text, Enforcement.Hard, 0, OutagePolicy.Closed);

    private static Meter CountMeter(string key, string name, string unit, string eventType) =>
        new(key, name, unit, eventType, AggregationKind.Count, [], [], Enforced: false);
}

/// <summary>A plan of a profile.</summary>
/// <param name="Amount">Price per month in the smallest unit of the reporting currency.</param>
internal sealed record PlanTemplate(string Key, string Name, long Amount, int TrialDays = 0)
{
    public IReadOnlyList<(string Feature, string Allows)> Grants { get; init; } = [];
}
