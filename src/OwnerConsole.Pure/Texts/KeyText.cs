using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Texts;

/// <summary>Format of keys written by both applications and owners, such as those of plans and features.</summary>
public static partial class KeyText
{
    /// <returns>Matches 1 to 64 lowercase letters, digits, points, dashes or underscores, starting with a letter or digit.</returns>
    [GeneratedRegex(@"^[a-z0-9][a-z0-9._\-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Pattern();
}
