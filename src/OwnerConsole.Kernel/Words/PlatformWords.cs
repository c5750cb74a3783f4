using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Words;

/// <summary>What the platform is called, and what it calls its tenants, their people, what those do, and what is sold. Routes, ids, JSON and the log keep the neutral words.</summary>
/// <param name="TenantId">what the application's own id of a tenant is called</param>
/// <param name="Roles">what the roles of people are called: <c>coach: Coach, client: Client</c></param>
public sealed partial record PlatformWords(
    string Name = "Owner Console",
    string Tenant = "tenant",
    string Tenants = "tenants",
    string Member = "member",
    string Members = "members",
    string Session = "session",
    string Sessions = "sessions",
    string Plan = "plan",
    string Plans = "plans",
    string TenantId = "External ID",
    string Roles = ""
)
{
    private static readonly PlatformWords Neutral = new();

    private static readonly AsyncLocal<PlatformWords?> Spoken = new();

    public static readonly Setting NameSetting = new(
        "platform.name",
        SettingCategory.General,
        "Name of the platform",
        "What mail calls what you run.",
        new PlatformWords().Name
    )
    {
        Least = 1,
        Fits = text => !text.Any(char.IsControl),
        Form = Sentence.Say($"It is one line of {1} to {100} characters."),
    };

    /// <summary>Each word, to be chosen by itself.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        Word("tenant", "Account, one", "Whoever holds an account on your platform, such as server, studio or school.", Neutral.Tenant),
        Word("tenants", "Account, several", "The same, when there are several.", Neutral.Tenants),
        Word("member", "Person, one", "A person of an account, such as employee, student or client.", Neutral.Member),
        Word("members", "Person, several", "The same, when there are several.", Neutral.Members),
        Word("session", "Time of use, one", "What has a beginning and an end, such as shift, lesson or booking.", Neutral.Session),
        Word("sessions", "Time of use, several", "The same, when there are several.", Neutral.Sessions),
        Word("plan", "Offer, one", "What you sell by the month or the year, such as tier or package.", Neutral.Plan),
        Word("plans", "Offer, several", "The same, when there are several.", Neutral.Plans),
        Word("tenant_id", "Your own id", "What your application's own id of an account is called, such as Guild ID.", Neutral.TenantId),
        Word(
            "roles",
            "Roles",
            "What the roles are called that your application reports, each with its key: coach: Coach, client: Client. One that is not named here stands as it is reported.",
            Neutral.Roles
        ) with
        {
            Least = 0,
            Most = 400,
            Fits = text => text.Length == 0 || Named().IsMatch(text),
            Form = Sentence.Say(
                $"Write a role's key, a colon and its name, and a comma before the next: coach: Coach, client: Client. It has {400} characters at most."
            ),
        },
    ];

    /// <summary>The words of the request that is answered, as a culture is: every text that a page shows goes through them. Neutral outside of pages.</summary>
    public static PlatformWords Now => Spoken.Value ?? Neutral;

    /// <summary>Makes these the words of what is answered from here on.</summary>
    public static void Speak(PlatformWords words) => Spoken.Value = words;

    /// <returns>by the keys of their settings; what is missing is as it was installed</returns>
    public static async Task<IReadOnlyDictionary<string, string>> Chosen(Work work) =>
        (
            await work.List<Row>(
                "select key, value from core.settings where closed_by is null and value is not null and (key like 'label.%' or key = 'platform.name')"
            )
        ).ToDictionary(word => word.Key, word => word.Value, StringComparer.Ordinal);

    public static async Task<PlatformWords> Of(Work work)
    {
        var chosen = await Chosen(work);
        string Or(string key, string usual) => chosen.GetValueOrDefault($"label.{key}", usual);
        return new(
            chosen.GetValueOrDefault(NameSetting.Key, Neutral.Name),
            Or("tenant", Neutral.Tenant),
            Or("tenants", Neutral.Tenants),
            Or("member", Neutral.Member),
            Or("members", Neutral.Members),
            Or("session", Neutral.Session),
            Or("sessions", Neutral.Sessions),
            Or("plan", Neutral.Plan),
            Or("plans", Neutral.Plans),
            Or("tenant_id", Neutral.TenantId),
            Or("roles", Neutral.Roles)
        );
    }

    /// <summary>A text of the console in the platform's words.</summary>
    /// <param name="text">with the neutral words in it; never what somebody typed or reported</param>
    public string Say(string text) => SaysNothingElse ? text : Known().Replace(text, Instead);

    private bool SaysNothingElse =>
        (Tenant, Tenants, Member, Members, Session, Sessions, Plan, Plans)
        == (Neutral.Tenant, Neutral.Tenants, Neutral.Member, Neutral.Members, Neutral.Session, Neutral.Sessions, Neutral.Plan, Neutral.Plans);

    /// <returns>what a role is called; as it was reported where it has no name</returns>
    public string Role(string reported) => NamedRoles.FirstOrDefault(role => role.Key == reported).Name ?? reported;

    /// <summary>The role that the word for a member names, such as <c>client</c>: then a number with that label counts this role alone. Null where the word means everyone.</summary>
    public string? MemberRole => NamedRoles.FirstOrDefault(role => string.Equals(role.Name, Member, StringComparison.OrdinalIgnoreCase)).Key;

    /// <summary>For a text about all members: where the word for a member names one role, it says people.</summary>
    public string SayOfAll(string text) => (MemberRole is null ? this : this with { Member = "person", Members = "people" }).Say(text);

    /// <summary>For a text about one person: says their role instead of the word for a member.</summary>
    /// <param name="role">as it was reported; null where none was</param>
    public string SayOf(string? role, string text) => (role is null ? this : this with { Member = InText(Role(role)) }).Say(text);

    private IEnumerable<(string Key, string Name)> NamedRoles =>
        Roles.Split(',').Select(role => role.Split(':', 2, StringSplitOptions.TrimEntries)).Where(role => role.Length == 2).Select(role => (role[0], role[1]));

    /// <returns>a name within a sentence: <c>Studio owner</c> is <c>studio owner</c>, <c>VIP</c> stays</returns>
    private static string InText(string name) => name is [var first, var second, ..] && !char.IsUpper(second) ? char.ToLowerInvariant(first) + name[1..] : name;

    private string Instead(Match match)
    {
        var said = match.Groups["word"].Value;
        var (word, usual) = said.ToLowerInvariant() switch
        {
            "tenant" => (Tenant, Neutral.Tenant),
            "tenants" => (Tenants, Neutral.Tenants),
            "member" or "user" => (Member, Neutral.Member),
            "members" or "users" => (Members, Neutral.Members),
            "session" => (Session, Neutral.Session),
            "sessions" => (Sessions, Neutral.Sessions),
            "plan" => (Plan, Neutral.Plan),
            _ => (Plans, Neutral.Plans),
        };
        if (word == usual)
            return match.Value;
        var cased = char.IsUpper(said[0]) ? char.ToUpperInvariant(word[0]) + word[1..] : word;
        var article = match.Groups["article"];
        return article.Success ? $"{article.Value}{Nouns.Article(word)[1..]} {cased}" : cased;
    }

    private static Setting Word(string key, string name, string says, string usual) =>
        new($"label.{key}", SettingCategory.Words, name, says, usual)
        {
            Least = 1,
            Most = 40,
            Follows = (_, _) => Task.FromResult(Sentence.Say($"Pages and letters say it from now on. Addresses, the API and exports stay as they are.")),
        };

    // Not a part of an address, an id or the name of a field. The owner's own team has members too, and only people who use the product have sessions in the owner's sense.
    [GeneratedRegex(
        @"(?<![\w./:{\-])(?:(?<article>[Aa])n? )?(?<!\b(?:team|sign-in|impersonation|database) )(?<word>(?:tenant|member|user|session|plan)s?)(?![\w/:}\-]|\.[\w*]| name\b)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Known();

    [GeneratedRegex(@"^[a-z0-9_-]{1,64} *: *[^,:]{1,40}(?: *, *[a-z0-9_-]{1,64} *: *[^,:]{1,40})*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    private sealed record Row(string Key, string Value);
}
