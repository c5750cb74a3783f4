using System.Collections.Concurrent;
using System.Text;

namespace OwnerConsole.Data;

/// <summary>Converts C# names to column names, JSON members and enum words: <c>ContactEmail</c> becomes <c>contact_email</c>.</summary>
public static class SnakeCaseNames
{
    /// <summary>Cache of converted database words, because each row contains some.</summary>
    private static readonly ConcurrentDictionary<(Type, string), object> Members = new();

    public static string ToText(this Enum value) => ToSnakeCase(value.ToString());

    public static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var at = 0; at < name.Length; at++)
        {
            if (char.IsUpper(name[at]) && at > 0 && !char.IsUpper(name[at - 1]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[at]));
        }
        return text.ToString();
    }

    /// <exception cref="ArgumentException">The word matches no member.</exception>
    public static object ToEnum(Type type, string word) =>
        Members.TryGetValue((type, word), out var known)
            ? known
            : Members.GetOrAdd((type, word), Enum.Parse(type, word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
}
