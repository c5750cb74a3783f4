using System.Text.Json;
using System.Text.RegularExpressions;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Finds what makes a schema unsafe or too expensive to check: other documents, recursion, exponential growth by references, and unsupported keywords.</summary>
internal sealed partial class ContractLimits(JsonElement root)
{
    /// <summary>Maximum number of subschemas after all references are replaced by what they refer to.</summary>
    private const int MaxSubschemas = 2_000;

    /// <summary>Maximum number of subschemas within each other, because each uses stack space when it is evaluated.</summary>
    private const int MaxNesting = 64;

    private const int MaxPatterns = 50;

    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly string[] s_unsupported =
    [
        "patternProperties",
        "$id",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$recursiveAnchor",
        "$vocabulary",
    ];

    private static readonly string[] s_maps = ["properties", "$defs", "definitions", "dependentSchemas"];

    private static readonly string[] s_lists = ["allOf", "anyOf", "oneOf", "prefixItems"];

    private static readonly string[] s_single =
    [
        "items",
        "additionalProperties",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedProperties",
        "unevaluatedItems",
        "contentSchema",
    ];

    /// <summary>Keywords without subschemas. An unknown one is a typing mistake, after which the contract would be met by anything.</summary>
    private static readonly string[] s_values =
    [
        "$comment",
        "$ref",
        "$schema",
        "const",
        "contentEncoding",
        "contentMediaType",
        "default",
        "dependentRequired",
        "deprecated",
        "description",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "readOnly",
        "required",
        "title",
        "type",
        "uniqueItems",
        "writeOnly",
    ];

    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _patterns;

    /// <returns>The first problem; null if the schema can be checked.</returns>
    public ContractProblem? FindProblem()
    {
        try
        {
            Measure(root, "#");
            return null;
        }
        catch (LimitException problem)
        {
            return new(problem.Message, problem.Place);
        }
    }

    /// <returns>The number of subschemas that the schema stands for.</returns>
    private int Measure(JsonElement schema, string at)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return 1;
        if (schema.ValueKind is not JsonValueKind.Object)
            throw new LimitException("A schema must be an object, true or false.", at);
        if (_sizes.TryGetValue(at, out var known))
            return known;
        if (!_open.Add(at))
            throw new LimitException("The schema refers to itself. Recursive schemas can't be checked.", at);
        if (_open.Count > MaxNesting)
            throw new LimitException("The schema has more than 64 parts within each other.", at);
        var size = 1;
        foreach (var keyword in schema.EnumerateObject())
        {
            foreach (var (part, place) in Subschemas(keyword, $"{at}/{Escape(keyword.Name)}"))
                size += Measure(part, place);
            if (size > MaxSubschemas)
                throw new LimitException("With its references, the schema has more than 2,000 parts.", at);
        }
        _open.Remove(at);
        return _sizes[at] = size;
    }

    private IEnumerable<(JsonElement Schema, string At)> Subschemas(JsonProperty keyword, string at)
    {
        var (name, value) = (keyword.Name, keyword.Value);
        if (s_unsupported.Contains(name))
            throw new LimitException("The schema has a keyword that is not supported.", at);
        if (name == "$schema" && (at != "#/$schema" || !IsDraft(value)))
            throw new LimitException($"$schema must be {Draft}, at the start of the schema.", at);
        if (name == "pattern" && (++_patterns > MaxPatterns || NonBacktrackingPattern.Parse(value) is null))
            throw new LimitException(
                "A pattern can't be used. At most 50 patterns are allowed, each with at most 500 characters, no lookaround and no backreferences.",
                at
            );
        if (name == "$ref")
            return [Resolve(value, at)];
        if (s_maps.Contains(name))
            return value.ValueKind is JsonValueKind.Object
                ? value.EnumerateObject().Select(part => (part.Value, $"{at}/{Escape(part.Name)}"))
                : throw new LimitException("The value of a keyword must be an object.", at);
        if (s_lists.Contains(name))
            return value.ValueKind is JsonValueKind.Array
                ? value.EnumerateArray().Select((part, place) => (part, $"{at}/{place}"))
                : throw new LimitException("The value of a keyword must be a list.", at);
        if (s_single.Contains(name))
            return [(value, at)];
        return s_values.Contains(name) ? [] : throw new LimitException("The schema has an unknown keyword.", at);
    }

    private (JsonElement Schema, string At) Resolve(JsonElement value, string at)
    {
        if (value.ValueKind is not JsonValueKind.String || value.GetString() is not { } pointer || !LocalPointer().IsMatch(pointer))
            throw new LimitException("A reference must name a part of the same schema, such as #/$defs/tenant.", at);
        var target = root;
        foreach (
            var part in pointer
                .Split('/')
                .Skip(1)
                .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        )
            if (
                target.ValueKind is JsonValueKind.Object
                    ? !target.TryGetProperty(part, out target)
                    : target.ValueKind is not JsonValueKind.Array
                        || !int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var place)
                        || place >= target.GetArrayLength()
                        || (target = target[place]).ValueKind is JsonValueKind.Undefined
            )
                throw new LimitException("A reference names a part that does not exist.", at);
        return (target, pointer);
    }

    private static bool IsDraft(JsonElement value) => value.ValueKind is JsonValueKind.String && value.GetString()!.TrimEnd('#') == Draft;

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    [GeneratedRegex(@"^#(/[A-Za-z0-9_.$~-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LocalPointer();

    private sealed class LimitException(string reason, string place) : Exception(reason)
    {
        public string Place { get; } = place;
    }
}
