extern alias JsonSchemas;

using System.Text.Json;
using System.Text.RegularExpressions;
using JsonSchemas::Json.Schema;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The keyword <c>pattern</c> of JSON Schema, matched in time that grows linearly with the text. The library's own would let a schema such as <c>(a+)+$</c> run for hours.</summary>
internal sealed class NonBacktrackingPattern : IKeywordHandler
{
    private const int MaxLength = 500;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(500);

    public string Name => "pattern";

    /// <returns>The expression; null if the value is none that can be matched in linear time.</returns>
    public static Regex? Parse(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String || value.GetString() is not { Length: <= MaxLength } pattern)
            return null;
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_limit);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public object? ValidateKeywordValue(JsonElement value) => Parse(value) ?? throw new JsonSchemaException("pattern can't be used.");

    public void BuildSubschemas(KeywordData keyword, BuildContext context) { }

    public KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        if (context.Instance.ValueKind is not JsonValueKind.String)
            return KeywordEvaluation.Ignore;
        var isMatch = ((Regex)keyword.Value!).IsMatch(context.Instance.GetString()!); // neither is null: both were checked
        return new()
        {
            Keyword = Name,
            IsValid = isMatch,
            Error = isMatch ? null : "Text doesn't match the pattern",
        };
    }
}
