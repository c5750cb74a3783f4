using OwnerConsole.Kernel.Intakes;

namespace OwnerConsole.Tenants.Profiles;

/// <summary>What a profile brings.</summary>
/// <param name="Words">by the keys of their settings</param>
internal sealed record ReadyProfile(IReadOnlyDictionary<string, string> Words, IReadOnlyList<Meter> Meters, IReadOnlyList<ReadyPlan> Plans)
{
    public static ReadyProfile Of(Profile profile) =>
        profile switch
        {
            Profile.Bot => new(
                Called(
                    ("server", "servers"),
                    ("employee", "employees"),
                    ("time session", "time sessions"),
                    ("tier", "tiers"),
                    "Guild ID",
                    "owner: Server owner, manager: Manager, employee: Employee"
                ),
                [Counted("commands", "Commands", "command", "command.used")],
                [new("bot_access", "Bot access", 900), new("retention_30day", "30 days of retention", 500), new("pro", "Pro", 2900, 14)]
            ),
            Profile.Studio => new(
                Called(
                    ("studio", "studios"),
                    ("client", "clients"),
                    ("booking", "bookings"),
                    ("plan", "plans"),
                    "Studio ID",
                    "owner: Studio owner, coach: Coach, client: Client"
                ),
                [Counted("classes", "Classes booked", "class", "class.booked")],
                [new("starter", "Starter", 2900, 14), new("pro", "Pro", 7900, 14), new("enterprise", "Enterprise", 19900)]
            ),
            Profile.School => new(
                Called(
                    ("school", "schools"),
                    ("student", "students"),
                    ("lesson", "lessons"),
                    ("plan", "plans"),
                    "School ID",
                    "principal: Principal, teacher: Teacher, student: Student"
                ),
                [Counted("assignments", "Assignments handed in", "assignment", "assignment.handed_in")],
                [new("classroom", "Classroom", 4900, 30), new("school", "Whole school", 19900, 30), new("district", "District", 99900)]
            ),
            _ => new(
                Called(
                    ("customer account", "customer accounts"),
                    ("user", "users"),
                    ("session", "sessions"),
                    ("plan", "plans"),
                    "Account ID",
                    "owner: Owner, editor: Editor, viewer: Viewer"
                ),
                [new("credits", "Credits", "credit", "credits.used", Adding.Sum, ["amount"], [], Enforced: false)],
                [new("free", "Free", 0), new("pro", "Pro", 4900, 7)]
            ),
        };

    private static Dictionary<string, string> Called(
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

    private static Meter Counted(string key, string name, string unit, string eventType) =>
        new(key, name, unit, eventType, Adding.Count, [], [], Enforced: false);
}

/// <param name="Amount">a month, in the smallest unit of the reporting currency</param>
internal sealed record ReadyPlan(string Key, string Name, long Amount, int TrialDays = 0);
