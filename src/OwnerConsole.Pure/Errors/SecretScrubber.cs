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
        MaxDepth = 5,
        MaxSecret = 4_000;

    private const double MaxNumber = 1e100;

    private static readonly string[] s_secret =
    [
        "password",
        "passwd",
        "pwd",
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
        // A secret that the limit would cut in two is recognized only in full.
        var plain = Cut(text.Replace("\0", "", StringComparison.Ordinal), most + MaxSecret);
        return Cut(UrlUser().Replace(Tokens().Replace(plain, Removed), "://" + Removed + "@"), most);
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");

    /// <returns>The value without secrets. Deeper parts are left out.</returns>
    public static JsonNode? Value(JsonElement value, int depth = 0) =>
        value.ValueKind switch
        {
            JsonValueKind.String => JsonValue.Create(Text(value.GetString()!)),
            JsonValueKind.Number => Number(value),
            JsonValueKind.True => JsonValue.Create(true),
            JsonValueKind.False => JsonValue.Create(false),
            JsonValueKind.Object or JsonValueKind.Array when depth == MaxDepth => JsonValue.Create("…"),
            JsonValueKind.Array when IsSecretPair(value) => new JsonArray(JsonValue.Create(Text(value[0].GetString()!, 100)), JsonValue.Create(Removed)),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Take(MaxMembers).Select(item => Value(item, depth + 1))]),
            JsonValueKind.Object => Members(value, depth),
            _ => null,
        };

    /// <summary>Numbers of any size are valid JSON, but the database would store all their digits.</summary>
    private static JsonValue Number(JsonElement value) =>
        value.TryGetInt64(out var whole) ? JsonValue.Create(whole)
        : value.TryGetDouble(out var number) && Math.Abs(number) <= MaxNumber ? JsonValue.Create(number)
        : JsonValue.Create("…");

    /// <summary>Tags can be pairs of name and value.</summary>
    private static bool IsSecretPair(JsonElement value) =>
        value.GetArrayLength() == 2 && value[0].ValueKind is JsonValueKind.String && IsSecret(value[0].GetString()!);

    private static JsonObject Members(JsonElement value, int depth)
    {
        var members = new JsonObject();
        foreach (var member in value.EnumerateObject().Take(MaxMembers))
            members[Text(member.Name, 100)] = IsSecret(member.Name) ? JsonValue.Create(Removed) : Value(member.Value, depth + 1);
        return members;
    }

    [GeneratedRegex(
        @"(?<=\b(bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}|\b(oc|sk|rk|pk|whsec)_[A-Za-z0-9_-]{8,}|\bgh[opusr]_\w{8,}|\bgithub_pat_\w{8,}"
            + @"|\b(sk|xox[abeprs])-[A-Za-z0-9_-]{10,}|\bAKIA[A-Z0-9]{16}\b|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"
            + @"|(?<=(password|passwd|pwd|secret|token|api[_-]?key)[""']?\s{0,3}[:=]\s{0,3}[""']?)[^\s&;,""']+",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Tokens();

    [GeneratedRegex(@"://[^/\s:@]+:[^/\s@]+@", RegexOptions.None, 1000)]
    private static partial Regex UrlUser();
}
