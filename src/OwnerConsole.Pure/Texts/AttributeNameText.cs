using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Texts;

/// <summary>Format of the names of attributes, which applications declare and report for their tenants.</summary>
public static partial class AttributeNameText
{
    /// <returns>Matches 1 to 40 lowercase letters, digits or underscores, starting with a letter.</returns>
    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Pattern();
}
