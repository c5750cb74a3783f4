using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Applications;

/// <summary>A field of a declared input: how the form shows it and which values are valid.</summary>
internal sealed partial record DeclaredField(InputField Form, bool IsDay, long? Minimum, long? Maximum)
{
    private const int MaxLineLength = 200;

    private static readonly string[] s_words =
    [
        "type",
        "title",
        "description",
        "default",
        "enum",
        "format",
        "maxLength",
        "minimum",
        "maximum",
        "items",
        "writeOnly",
    ];

    /// <summary>Example of a valid value.</summary>
    public JsonElement Example =>
        JsonSerializer.SerializeToElement<object>(
            Form.Kind switch
            {
                FieldKind.Choice => Form.Default ?? Form.Options[0],
                FieldKind.Tick => Form.Default == "true",
                FieldKind.Number => long.TryParse(Form.Default, CultureInfo.InvariantCulture, out var number) ? number : Minimum ?? Math.Min(1, Maximum ?? 1),
                FieldKind.Day => Form.Default ?? "2026-01-31",
                FieldKind.Lines => new[] { "one" },
                _ => Form.Default ?? "text"[..Math.Min(4, Form.Longest)],
            }
        );

    /// <exception cref="Problem">400 with the path of the error.</exception>
    public static DeclaredField Read(string name, JsonElement schema, bool isRequired, string at)
    {
        if (!Name().IsMatch(name))
            throw Problem.Invalid(at, "must have a name of at most 50 lowercase letters, digits and underscores.");
        DeclaredInput.CheckKeywords(schema, s_words, at);
        string? Text(string word) =>
            !schema.TryGetProperty(word, out var said) ? null
            : said.ValueKind is JsonValueKind.String ? said.GetString()
            : throw Problem.Invalid($"{at}.{word}", "must be a string.");
        long? Whole(string word) =>
            !schema.TryGetProperty(word, out var said) ? null
            : said.ValueKind is JsonValueKind.Number && said.TryGetInt64(out var number) ? number
            : throw Problem.Invalid($"{at}.{word}", "must be a whole number.");
        var options = schema.TryGetProperty("enum", out var words) ? DeclaredInput.Texts(words, $"{at}.enum") : [];
        var longest = Whole("maxLength") is { } most ? (int)Math.Clamp(most, 1, InputField.DefaultMaxLength) : InputField.DefaultMaxLength;
        var kind = (Text("type"), Text("format"), options.Length) switch
        {
            ("string", null, > 0) => FieldKind.Choice,
            ("string", null, _) when schema.TryGetProperty("enum", out _) => throw Problem.Invalid($"{at}.enum", "must have at least one value."),
            ("string", null, _) => longest > MaxLineLength && schema.TryGetProperty("maxLength", out _) ? FieldKind.Prose : FieldKind.Text,
            ("string", "date", 0) => FieldKind.Day,
            ("string", "password", 0) => FieldKind.Secret,
            ("integer", null, 0) => FieldKind.Number,
            ("boolean", null, 0) => FieldKind.Tick,
            ("array", null, 0) when IsOfTexts(schema) => FieldKind.Lines,
            _ => throw Problem.Invalid(
                $"{at}.type",
                "must be string (also with enum, or the format date or password), integer, boolean, or an array of strings."
            ),
        };
        var title = Text("title") ?? char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
        var field = new DeclaredField(
            new(name, title, kind, isRequired, options, null, Text("description")) { Longest = longest },
            kind is FieldKind.Day,
            Whole("minimum"),
            Whole("maximum")
        );
        if (!schema.TryGetProperty("default", out var usual))
            return field;
        if (field.Validate(usual) is { } objection)
            throw Problem.Invalid($"{at}.default", objection);
        return field with { Form = field.Form with { Default = usual.ValueKind is JsonValueKind.True ? "true" : usual.ToString() } };
    }

    /// <returns>The reason why a value is invalid; null when it is valid.</returns>
    public string? Validate(JsonElement value) =>
        Form.Kind switch
        {
            FieldKind.Tick => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false.",
            FieldKind.Number => value.ValueKind is not JsonValueKind.Number || !value.TryGetInt64(out var number) ? "must be a whole number."
            : number < Minimum ? $"must be at least {Minimum}."
            : number > Maximum ? $"must be at most {Maximum}."
            : null,
            FieldKind.Lines => value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(line => line.ValueKind is JsonValueKind.String)
                ? null
                : "must be a list of strings.",
            _ when value.ValueKind is not JsonValueKind.String => "must be a string.",
            FieldKind.Choice => Form.Options.Contains(value.GetString()!, StringComparer.Ordinal)
                ? null
                : $"must be one of: {string.Join(", ", Form.Options)}.",
            FieldKind.Day => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? null
                : "must be a date such as 2026-01-31.",
            _ => value.GetString()!.Length > Form.Longest && Form.Kind is not FieldKind.Secret ? $"must have at most {Form.Longest} characters." : null,
        };

    private static bool IsOfTexts(JsonElement schema) =>
        schema.TryGetProperty("items", out var items)
        && items.ValueKind is JsonValueKind.Object
        && items.TryGetProperty("type", out var type)
        && type.ValueKind is JsonValueKind.String
        && type.GetString() == "string";

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,49}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
