using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OwnerConsole.Pure.Errors;

/// <summary>Removes secrets from reported values, and limits their size and depth.</summary>
public static partial class SecretScrubber
{
    public const string Removed = "[removed]";

    private const int MaxText = 1_000,
        MaxMembers = 50,
        MaxDepth = 5;

    private static readonly string[] s_secret =
    [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "authorization",
        "cookie",
        "apikey",
        "api_key",
        "api-key",
        "credential",
        "session",
        "csrf",
        "xsrf",
        "private_key",
        "privatekey",
        "card",
        "cvc",
        "cvv",
        "iban",
        "dsn",
    ];

    /// <returns>Whether the value of a member with this name is removed.</returns>
    public static bool IsSecret(string name) => s_secret.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <returns>The text without tokens, user names and passwords in URLs, and characters that can't be stored, cut at 1,000 characters.</returns>
    public static string Text(string text, int most = MaxText)
    {
        var plain = text.Replace("\0", "", StringComparison.Ordinal);
        var cut = plain.Length > most ? string.Concat(plain.AsSpan(0, char.IsHighSurrogate(plain[most - 1]) ? most - 1 : most), "…") : plain;
        return UrlUser().Replace(Tokens().Replace(cut, Removed), "://" + Removed + "@");
    }

    /// <returns>The value without secrets. Deeper parts are left out.</returns>
    public static JsonNode? Value(JsonElement value, int depth = 0) =>
        value.ValueKind switch
        {
            JsonValueKind.String => JsonValue.Create(Text(value.GetString()!)),
            JsonValueKind.Number => JsonValue.Create(value),
            JsonValueKind.True => JsonValue.Create(true),
            JsonValueKind.False => JsonValue.Create(false),
            JsonValueKind.Object or JsonValueKind.Array when depth == MaxDepth => JsonValue.Create("…"),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Take(MaxMembers).Select(item => Value(item, depth + 1))]),
            JsonValueKind.Object => Members(value, depth),
            _ => null,
        };

    private static JsonObject Members(JsonElement value, int depth)
    {
        var members = new JsonObject();
        foreach (var member in value.EnumerateObject().Take(MaxMembers))
            members[Text(member.Name, 100)] = IsSecret(member.Name) ? JsonValue.Create(Removed) : Value(member.Value, depth + 1);
        return members;
    }

    [GeneratedRegex(
        @"(?<=\b(bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}|\b(oc|sk|rk|pk|whsec|ghp|gho|xox[abp])_[A-Za-z0-9_-]{8,}|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|(?<=\b(password|passwd|pwd|secret|token|api_?key)=)[^\s&;,]+",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Tokens();

    [GeneratedRegex(@"://[^/\s:@]+:[^/\s@]+@", RegexOptions.None, 1000)]
    private static partial Regex UrlUser();
}
