using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Words;

/// <summary>What the platform is called, and what it calls its tenants, their people, what those do, and what is sold. Routes, ids, JSON and the log keep the neutral words.</summary>
/// <param name="TenantId">what the application's own id of a tenant is called</param>
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
    string TenantId = "External id"
)
{
    private static readonly PlatformWords Neutral = new();

    private static readonly AsyncLocal<PlatformWords?> Spoken = new();

    private static readonly Setting[] All =
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
    ];

    /// <summary>Each word, to be chosen by itself.</summary>
    public static IReadOnlyList<Setting> Settings => All;

    /// <summary>The words of the request that is answered, as a culture is: every text that a page shows goes through them. Neutral outside of pages.</summary>
    public static PlatformWords Now => Spoken.Value ?? Neutral;

    /// <summary>Makes these the words of what is answered from here on.</summary>
    public static void Speak(PlatformWords words) => Spoken.Value = words;

    public static async Task<PlatformWords> Of(Work work)
    {
        var chosen = (
            await work.List<Chosen>("select key, value from core.settings where closed_by is null and value is not null and key like 'label.%'")
        ).ToDictionary(word => word.Key, word => word.Value, StringComparer.Ordinal);
        string Or(string key, string usual) => chosen.GetValueOrDefault($"label.{key}", usual);
        return new(
            Neutral.Name,
            Or("tenant", Neutral.Tenant),
            Or("tenants", Neutral.Tenants),
            Or("member", Neutral.Member),
            Or("members", Neutral.Members),
            Or("session", Neutral.Session),
            Or("sessions", Neutral.Sessions),
            Or("plan", Neutral.Plan),
            Or("plans", Neutral.Plans),
            Or("tenant_id", Neutral.TenantId)
        );
    }

    /// <summary>A text of the console in the platform's words.</summary>
    /// <param name="text">with the neutral words in it; never what somebody typed or reported</param>
    public string Say(string text) => this == Neutral ? text : Known().Replace(text, Instead);

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
        return article.Success ? $"{article.Value}{("aeiou".Contains(char.ToLowerInvariant(word[0]), StringComparison.Ordinal) ? "n" : "")} {cased}" : cased;
    }

    private static Setting Word(string key, string name, string says, string usual) =>
        new($"label.{key}", SettingCategory.Words, name, says, usual)
        {
            Least = 1,
            Most = 40,
            Follows = (_, _) => Task.FromResult(Sentence.Say($"Pages and letters say it from now on. Addresses, the API and exports stay as they are.")),
        };

    // Not a part of an address, an id or the name of a field; and the owner's own team has members too.
    [GeneratedRegex(
        @"(?<![\w./:{\-])(?:(?<article>[Aa])n? )?(?<!team )(?<word>(?:tenant|member|user|session|plan)s?)(?![\w/:}\-]|\.\w| name\b)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Known();

    private sealed record Chosen(string Key, string Value);
}
