namespace World;

/// <summary>A kind of platform: names of tenants and people, offers and events. Offers and events match the console's profile of the same name.</summary>
/// <param name="Word">Name of a tenant in IDs and addresses.</param>
/// <param name="Names">Names of tenants; null to use the region's studio names.</param>
/// <param name="Roles">Roles of the owner, staff and all others.</param>
/// <param name="Plans">Keys of plans, from smallest to largest.</param>
/// <param name="Extra">Key of the add-on that is sold in units; null if there is none.</param>
/// <param name="Size">Name of the attribute with the size of a tenant.</param>
/// <param name="Choice">Name of the attribute that is true for some tenants.</param>
/// <param name="Event">Type of the most frequent event.</param>
/// <param name="Data">Creates the data of such an event from the person and the size of the tenant.</param>
/// <param name="Goods">One-time purchases with prices in US cents.</param>
/// <param name="Claims">Key of a feature that the application counts itself by the <c>amount</c> of each event; null if there is none.</param>
internal sealed record Scenario(
    string Word,
    string[]? Names,
    string[] Roles,
    string[] Plans,
    string? Extra,
    string Size,
    string Choice,
    string Event,
    Func<Random, string, int, object> Data,
    (string Name, int Cents)[] Goods,
    string? Claims = null
)
{
    private static readonly string[] Rooms = ["red", "blue", "garden", "loft", "mirror", "cellar"];
    private static readonly string[] Commands = ["clock-in", "clock-out", "break", "report", "roster", "help"];
    private static readonly string[] Subjects = ["maths", "music", "history", "français", "biology", "sport"];

    /// <summary>A booking platform for studios with its own offers.</summary>
    public static readonly Scenario Default = new(
        "studio",
        null,
        ["owner", "coach", "client"],
        ["solo", "studio", "studio-plus"],
        "extra-room",
        "rooms",
        "online_classes",
        "class.booked",
        (chance, who, size) =>
            new
            {
                member = who,
                room = Rooms[chance.Next(size)],
                minutes = 30 + (chance.Next(25) * 2.5m),
                coach = $"coach-{chance.Next(3)}",
            },
        [("500 text messages", 1_900), ("Card reader", 5_900), ("Poster pack", 2_450), ("Setup by phone", 14_900)]
    );

    private static readonly Scenario Bot = new(
        "guild",
        ["Night Owls", "Die Werkstatt", "Café des Joueurs", "深夜食堂", "Speedrun Hub", "<b>Raid</b> & Co", "O'Brien's Crew", "فريق الليل"],
        ["owner", "manager", "employee"],
        ["bot_access", "bot_access", "pro"],
        "retention_30day",
        "channels",
        "voice_clock",
        "command.used",
        (chance, who, _) => new { member = who, command = Commands[chance.Next(Commands.Length)] },
        [("10,000 extra commands", 900), ("Custom bot name", 1_500), ("History export", 2_500), ("Priority setup", 9_900)]
    );

    private static readonly Scenario School = new(
        "school",
        ["Acorn Academy", "Lycée Molière", "Gymnasium am See", "مدرسة النور", "Szkoła Żuraw", "さくら学園", "St. Mary's <old> & new", "Colégio São João"],
        ["principal", "teacher", "student"],
        ["classroom", "school", "district"],
        null,
        "classes",
        "boarding",
        "assignment.handed_in",
        (chance, who, _) => new { member = who, subject = Subjects[chance.Next(Subjects.Length)] },
        [("Exam bank", 4_900), ("Teacher training day", 39_000), ("Report card design", 7_500), ("Data import", 14_900)]
    );

    private static readonly Scenario Creative = new(
        "account",
        ["Zoë Rüegg", "Łukasz Dąbrowski", "Atelier Noël", "佐藤 翔", "O'Malley Films", "נועה כהן", "Null <Studio>", "Ana de Sá"],
        ["owner", "editor", "viewer"],
        ["free", "pro", "pro"],
        null,
        "seats",
        "beta",
        "credits.used",
        (chance, who, _) => new { member = who, amount = chance.Next(1, 16) },
        [("200 credits", 1_900), ("1,000 credits", 7_900), ("Font pack", 2_450), ("Stock photo pack", 3_900)],
        "credits"
    );

    private static readonly Dictionary<string, Scenario> ByProfile = new(StringComparer.Ordinal)
    {
        ["bot"] = Bot,
        ["studio"] = Default with { Plans = ["starter", "pro", "enterprise"], Extra = null },
        ["school"] = School,
        ["creative"] = Creative,
    };

    /// <exception cref="FormatException">No profile has this name.</exception>
    public static Scenario Of(string profile) =>
        ByProfile.TryGetValue(profile, out var scenario) ? scenario : throw new FormatException($"--as must be one of {string.Join(", ", ByProfile.Keys)}.");
}
