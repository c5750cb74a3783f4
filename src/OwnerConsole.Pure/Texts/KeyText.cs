using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Texts;

/// <summary>The form of a key that an application and its owner both write, such as a plan's or a feature's.</summary>
public static partial class KeyText
{
    /// <returns>matches 1 to 64 small letters, digits, points, dashes or underscores, of which the first is a letter or a digit; nothing else, and not the empty text</returns>
    [GeneratedRegex(@"^[a-z0-9][a-z0-9._\-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Form();
}
