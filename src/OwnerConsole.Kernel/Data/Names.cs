using System.Text;

namespace OwnerConsole.Kernel.Data;

/// <summary>C# names as columns, JSON members and enum words: <c>ContactEmail</c> is <c>contact_email</c>.</summary>
public static class Names
{
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
    public static object ToEnum(Type type, string word) => Enum.Parse(type, word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
