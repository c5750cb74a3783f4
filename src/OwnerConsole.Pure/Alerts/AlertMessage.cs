using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Alerts;

/// <summary>Text of an alert with variables such as {{value}}.</summary>
public static partial class AlertMessage
{
    /// <param name="template">Text with variables.</param>
    /// <returns>Names of its variables, each once.</returns>
    public static IReadOnlyList<string> FindVariables(string template) =>
        [.. Variable().Matches(template).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    /// <param name="template">Text with variables.</param>
    /// <param name="values">Values by name. Values are not searched for variables.</param>
    /// <returns>The text. Unknown variables are replaced with nothing.</returns>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Variable().Replace(template, match => values.GetValueOrDefault(match.Groups[1].Value, ""));

    [GeneratedRegex(@"\{\{\s*([^{}\s]*)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
