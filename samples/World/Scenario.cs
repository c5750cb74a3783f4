namespace World;

/// <summary>A kind of platform: how its tenants and their people are called, what it sells and what happens in it. Its offers and its events are those of the console's profile of the same name.</summary>
/// <param name="Word">of a tenant, in ids and addresses</param>
/// <param name="Names">of tenants; null where they are called as the region calls its studios</param>
/// <param name="Roles">whoever opened it, who works there, and all the others</param>
/// <param name="Plans">keys from the smallest to the largest</param>
/// <param name="Extra">the key of what is bought beside a plan, in pieces; null where there is nothing such</param>
/// <param name="Size">the name of the attribute that says how large a tenant is</param>
/// <param name="Choice">the name of the attribute that is true for some</param>
/// <param name="Event">the type of what people do most</param>
/// <param name="Data">of such an event: by whom, and how large the tenant is</param>
/// <param name="Goods">what is bought once, with its price in US cents</param>
/// <param name="Claims">the key of a feature that the application itself counts: of it the <c>amount</c> of each event is used; null where nothing is claimed</param>
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

    /// <summary>A studio-booking platform with offers of its own.</summary>
    public static readonly Scenario Usual = new(
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
        ["studio"] = Usual with { Plans = ["starter", "pro", "enterprise"], Extra = null },
        ["school"] = School,
        ["creative"] = Creative,
    };

    /// <exception cref="FormatException">no profile is called so</exception>
    public static Scenario Of(string profile) =>
        ByProfile.TryGetValue(profile, out var scenario) ? scenario : throw new FormatException($"--as is one of {string.Join(", ", ByProfile.Keys)}.");
}
