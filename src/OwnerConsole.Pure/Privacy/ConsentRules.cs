using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Privacy;

/// <summary>Values that a report of a consent can have.</summary>
public static partial class ConsentRules
{
    /// <summary>Maximum length of a source in characters.</summary>
    public const int MaxSource = 200;

    /// <summary>Clocks of applications can be ahead by this time.</summary>
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset s_earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>Whether the person can withdraw it: they can withdraw consent, and object to a public task and to legitimate interests (GDPR articles 7(3) and 21).</returns>
    public static bool CanWithdraw(this LegalBasis basis) => basis is LegalBasis.Consent or LegalBasis.PublicTask or LegalBasis.LegitimateInterests;

    /// <returns>Whether the key of a purpose has 1 to 64 lower-case letters, digits, periods, underscores and hyphens, and starts with a letter.</returns>
    public static bool IsPurpose(string key) => Purpose().IsMatch(key);

    /// <returns>Whether the version of a text has 1 to 64 letters, digits, periods, underscores and hyphens.</returns>
    public static bool IsVersion(string version) => Version().IsMatch(version);

    /// <param name="source">Where the person decided, as the application reports it.</param>
    /// <returns>Whether it has at most 200 characters without line breaks.</returns>
    public static bool IsSource(string source) => source.Length <= MaxSource && !string.IsNullOrWhiteSpace(source) && !source.Any(char.IsControl);

    /// <param name="at">When the person decided.</param>
    /// <param name="now">Current time.</param>
    /// <returns>Whether the time is after 1999 and not in the future.</returns>
    public static bool IsTime(DateTimeOffset at, DateTimeOffset now) => at >= s_earliest && at <= now + s_clockSkew;

    [GeneratedRegex(@"^[a-z][a-z0-9._-]{0,63}\z", RegexOptions.None, 1000)]
    private static partial Regex Purpose();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
