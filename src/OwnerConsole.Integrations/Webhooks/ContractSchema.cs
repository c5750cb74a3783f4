extern alias JsonSchemas;

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using JsonSchemas::Json.Schema;
using JsonSchemas::Json.Schema.Keywords;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The JSON Schema (2020-12) that a receiver expects of a message. It is limited so that a hostile schema can neither load other documents nor use much memory or time.</summary>
public sealed class ContractSchema
{
    /// <summary>Maximum size in bytes.</summary>
    internal const int MaxBytes = 64 * 1024;

    private const int MaxDepth = 16,
        MaxViolations = 50;

    private static readonly Uri s_id = new("https://owner-console.example/contract-dialect");

    private static readonly Dialect s_dialect = Dialect
        .Draft202012.Without([PatternKeyword.Instance], new Uri(s_id, "without"), null, allowUnknownKeywords: true)
        .With([new NonBacktrackingPattern()], s_id, null, allowUnknownKeywords: true);

    private static readonly EvaluationOptions s_options = new() { OutputFormat = OutputFormat.List, Culture = CultureInfo.InvariantCulture };

    /// <summary>Keywords whose failed parts alone don't make a message invalid.</summary>
    private static readonly string[] s_choices = ["anyOf", "oneOf", "not", "if", "contains"];

    private readonly JsonSchema _schema;

    private ContractSchema(JsonSchema schema) => _schema = schema;

    /// <returns>The schema; null with the problem if it can't be used.</returns>
    public static ContractSchema? Read(string text, out ContractProblem? problem)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problem = new($"The schema is larger than {MaxBytes / 1024} KB.");
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            problem = new ContractLimits(document.RootElement).FindProblem();
            return problem is null ? new(Build(document.RootElement)) : null;
        }
        catch (JsonException error)
        {
            var place = $"line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}";
            problem = new($"The schema is not valid JSON of at most {MaxDepth} levels.", place);
        }
        catch (Exception error)
            when (error is JsonSchemaException or RefResolutionException or ArgumentException or InvalidOperationException or FormatException)
        {
            problem = new("The schema is not valid JSON Schema.", error.Message.TrimEnd('.'));
        }
        return null;
    }

    /// <returns>What contradicts the schema; empty if the message meets it.</returns>
    /// <exception cref="JsonException">The message isn't JSON.</exception>
    public IReadOnlyList<(string Pointer, string Message)> Check(JsonElement message)
    {
        try
        {
            var result = _schema.Evaluate(message, s_options);
            return result.IsValid ? [] : [.. Violations(result).Distinct().Take(MaxViolations)];
        }
        catch (RegexMatchTimeoutException)
        {
            return [("", "Checking a pattern takes too long")];
        }
        catch (Exception error) when (error is OverflowException or InvalidOperationException or JsonSchemaException or FormatException)
        {
            return [("", $"The schema can't be checked: {error.Message}")];
        }
    }

    /// <remarks>The keyword <c>$schema</c> would select the library's own dialect with backtracking patterns.</remarks>
    private static JsonSchema Build(JsonElement schema) =>
        JsonSchema.Build(
            schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty("$schema", out _)
                ? OwnerConsole.Data.Json.Without(schema, "$schema")
                : schema.Clone(),
            new BuildOptions { SchemaRegistry = new(), Dialect = s_dialect }
        );

    private static IEnumerable<(string Pointer, string Message)> Violations(EvaluationResults result)
    {
        var nodes = (result.Details ?? []).Prepend(result).Select(node => (Node: node, Choice: Choice(node.EvaluationPath.ToString()))).ToList();
        var direct = nodes
            .Where(pair => pair.Choice is null)
            .SelectMany(pair => (pair.Node.Errors ?? []).Select(error => (pair.Node.InstanceLocation.ToString(), error.Value)));
        var choices = nodes
            .Where(pair => pair.Choice is { IsBranch: true })
            .GroupBy(pair => (pair.Node.InstanceLocation.ToString(), pair.Choice!.Path, pair.Choice.Keyword)) // not null: it is a branch
            .Select(branches => (branches.Key.Item1, Message: Describe(branches.Key.Keyword, branches.Count(pair => pair.Node.IsValid))))
            .Where(violation => violation.Message is not null)
            .Select(violation => (violation.Item1, violation.Message!)); // not null: filtered
        var all = direct.Concat(choices).ToList();
        return all.Count > 0 ? all : [("", "The message doesn't match the schema")];
    }

    private static string? Describe(string keyword, int valid) =>
        keyword switch
        {
            "anyOf" when valid == 0 => "Value matches none of the schemas in anyOf",
            "oneOf" when valid != 1 => $"Value matches {valid} of the schemas in oneOf instead of exactly one",
            "not" when valid > 0 => "Value matches the schema in not",
            _ => null,
        };

    /// <returns>The first keyword on a path whose parts are alternatives; null if there is none.</returns>
    private static ChoicePart? Choice(string path)
    {
        var segments = path.Split('/');
        for (var place = 1; place < segments.Length; place++)
            if (segments[place] is "properties" or "dependentSchemas" or "$defs" or "definitions")
                place++; // the next segment is the name of a property
            else if (s_choices.Contains(segments[place]))
            {
                var length = segments[place] is "anyOf" or "oneOf" ? 2 : 1;
                return new(string.Join('/', segments[..place]), segments[place], segments.Length == place + length);
            }
        return null;
    }

    /// <param name="IsBranch">Whether the path ends with one of the alternatives, not within it.</param>
    private sealed record ChoicePart(string Path, string Keyword, bool IsBranch);
}
