using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Vocabulary;

/// <summary>The owner's names for the platform, tenants, members, sessions and plans. URLs, ids, JSON and the log always use the neutral words.</summary>
/// <param name="TenantId">Label of the application's own tenant id.</param>
/// <param name="Roles">Labels of member roles: <c>coach: Coach, client: Client</c>.</param>
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

    private static readonly AsyncLocal<PlatformWords?> CurrentWords = new();

    public static readonly Setting NameSetting = new(
        "platform.name",
        SettingCategory.General,
        "Platform name",
        "Product name used in emails.",
        new PlatformWords().Name
    )
    {
        Synonyms = "branding, brand, product name",
        Min = 1,
        IsValid = text => !text.Any(char.IsControl),
        FormatHelp = Sentence.Say($"The platform name must be one line of {1} to {100} characters."),
    };

    /// <summary>Settings for each of the words.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        Word("tenant", "Tenant (singular)", "A customer account in your application, such as a server, studio or school.", Neutral.Tenant),
        Word("tenants", "Tenant (plural)", "Several customer accounts, such as servers, studios or schools.", Neutral.Tenants),
        Word("member", "User (singular)", "A person in a customer account, such as an employee, student or client.", Neutral.Member),
        Word("members", "User (plural)", "Several people in a customer account, such as employees, students or clients.", Neutral.Members),
        Word("session", "Session (singular)", "A period of use with a start and an end, such as a shift, lesson or booking.", Neutral.Session),
        Word("sessions", "Session (plural)", "Several periods of use, such as shifts, lessons or bookings.", Neutral.Sessions),
        Word("plan", "Plan (singular)", "A subscription you sell, such as a tier or package.", Neutral.Plan),
        Word("plans", "Plan (plural)", "Several subscriptions you sell, such as tiers or packages.", Neutral.Plans),
        Word("tenant_id", "External ID label", "Label of your application's own account ID, such as Guild ID.", Neutral.TenantId),
        Word(
            "roles",
            "Roles",
            "Display names of reported roles, as key: name pairs separated by commas, such as coach: Coach, client: Client. Other roles are shown as reported.",
            Neutral.Roles
        ) with
        {
            Min = 0,
            Max = 400,
            IsValid = text => text.Length == 0 || Named().IsMatch(text),
            FormatHelp = Sentence.Say(
                $"Roles must be key: name pairs separated by commas, such as coach: Coach, client: Client, with at most {400} characters."
            ),
        },
    ];

    /// <summary>The words of the current request, held like a culture: every text on a page goes through them. Neutral outside of pages.</summary>
    public static PlatformWords Current => CurrentWords.Value ?? Neutral;

    /// <summary>Sets the words for the rest of the current request.</summary>
    public static void SetCurrent(PlatformWords words) => CurrentWords.Value = words;

    /// <returns>Changed words by setting key; words that have their default are missing.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> ReadChosen(UnitOfWork work) =>
        (
            await work.List<Row>(
                "select key, value from core.settings where closed_by is null and value is not null and (key like 'label.%' or key = 'platform.name')"
            )
        ).ToDictionary(word => word.Key, word => word.Value, StringComparer.Ordinal);

    public static async Task<PlatformWords> Of(UnitOfWork work)
    {
        var chosen = await ReadChosen(work);
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

    /// <summary>Replaces the neutral words of a console text with the owner's words.</summary>
    /// <param name="text">Text with neutral words; never user input or reported data.</param>
    public string Translate(string text) => IsNeutral ? text : Known().Replace(text, Replacement);

    private bool IsNeutral =>
        (Tenant, Tenants, Member, Members, Session, Sessions, Plan, Plans)
        == (Neutral.Tenant, Neutral.Tenants, Neutral.Member, Neutral.Members, Neutral.Session, Neutral.Sessions, Neutral.Plan, Neutral.Plans);

    /// <returns>Display name of a role; the reported key when it has none.</returns>
    public string Role(string reported) => NamedRoles.FirstOrDefault(role => role.Key == reported).Name ?? reported;

    /// <summary>Role that the word for a member names, such as <c>client</c>; numbers with that label count only this role. Null for all members.</summary>
    public string? MemberRole => NamedRoles.FirstOrDefault(role => string.Equals(role.Name, Member, StringComparison.OrdinalIgnoreCase)).Key;

    /// <summary>Text about all members: says people when the word for a member names only one role.</summary>
    public string TranslateForAll(string text) => (MemberRole is null ? this : this with { Member = "person", Members = "people" }).Translate(text);

    /// <summary>Text about one member: uses the name of their role instead of the word for a member.</summary>
    /// <param name="role">Role as reported; null when none was reported.</param>
    public string TranslateFor(string? role, string text) => (role is null ? this : this with { Member = InText(Role(role)) }).Translate(text);

    private IEnumerable<(string Key, string Name)> NamedRoles =>
        Roles.Split(',').Select(role => role.Split(':', 2, StringSplitOptions.TrimEntries)).Where(role => role.Length == 2).Select(role => (role[0], role[1]));

    /// <returns>A name inside a sentence: <c>Studio owner</c> becomes <c>studio owner</c>, <c>VIP</c> is unchanged.</returns>
    private static string InText(string name) => name is [var first, var second, ..] && !char.IsUpper(second) ? char.ToLowerInvariant(first) + name[1..] : name;

    private string Replacement(Match match)
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
        new($"label.{key}", SettingCategory.Terminology, name, says, usual)
        {
            Min = 1,
            Max = 40,
            DescribeEffect = (_, _) => Task.FromResult(Sentence.Say($"Pages and emails use it from now on. URLs, the API and exports don't change.")),
        };

    // Skips URLs, ids and field names, and also team members and sign-in, impersonation and database sessions: those are not the owner's members and sessions.
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
