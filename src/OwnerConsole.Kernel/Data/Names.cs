using System.Collections.Concurrent;
using System.Text;

namespace OwnerConsole.Kernel.Data;

/// <summary>C# names as columns, JSON members and enum words: <c>ContactEmail</c> is <c>contact_email</c>.</summary>
public static class Names
{
    /// <summary>What words of the database were read before: each row has some.</summary>
    private static readonly ConcurrentDictionary<(Type, string), object> Members = new();

    public static string ToText(this Enum value) => Snake(value.ToString());

    public static string Snake(string name)
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

    /// <exception cref="ArgumentException">the word names no member</exception>
    public static object ToEnum(Type type, string word) =>
        Members.TryGetValue((type, word), out var known)
            ? known
            : Members.GetOrAdd((type, word), Enum.Parse(type, word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
}
