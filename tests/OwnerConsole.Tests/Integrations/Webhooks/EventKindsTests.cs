using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Integrations.Webhooks;

/// <summary>The schemas match real messages, from which docs/reference/messages.md is generated.</summary>
public sealed partial class EventKindsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Every_sent_message_has_a_type_and_matches_its_schema()
    {
        var app = await TestApplication.Connect(console);
        var page = await File.ReadAllTextAsync(Path.Combine(Product.Root, "docs", "reference", "messages.md"));
        var sent = Block().Matches(page).Select(block => JsonSerializer.Deserialize<JsonElement>(block.Groups["json"].Value)).ToList();

        var kinds = (await app.Get("/api/v1/event-types"))
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(kind => kind.GetProperty("name").GetString()!, kind => kind.GetProperty("schema"), StringComparer.Ordinal);

        sent.Select(message => message.GetProperty("type").GetString()).Distinct().Order(StringComparer.Ordinal).ShouldBe(kinds.Keys);
        foreach (var message in sent)
            Validate(kinds[message.GetProperty("type").GetString()!], message, "").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        """{"type": "tenant.suspended", "timestamp": "2026-11-20T10:00:00Z", "data": {"cause": "mood", "tenant": {"id": "t", "external_id": "e"}, "sequence": 1}}"""
    )]
    [InlineData("""{"type": "tenant.suspended", "timestamp": "2026-11-20T10:00:00Z", "data": {"cause": "billing", "sequence": 1}}""")]
    [InlineData(
        """{"type": "tenant.suspended", "timestamp": "2026-11-20T10:00:00Z", "data": {"cause": "billing", "tenant": {"id": 1, "external_id": "e"}, "sequence": 1}}"""
    )]
    public async Task An_invalid_message_does_not_match_its_schema(string message)
    {
        var app = await TestApplication.Connect(console);

        var kind = (await app.Get("/api/v1/event-types"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(element => element.GetProperty("name").GetString() == "tenant.suspended");

        Validate(kind.GetProperty("schema"), JsonSerializer.Deserialize<JsonElement>(message), "").ShouldNotBeEmpty();
    }

    /// <summary>Validates the JSON Schema keywords that these schemas use. Unknown properties are errors, too.</summary>
    /// <returns>The paths of the errors.</returns>
    private static IEnumerable<string> Validate(JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind is JsonValueKind.True)
            yield break;
        if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
            yield return $"{at} is {value}";
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            yield return $"{at} is {value}";
        if (
            schema.TryGetProperty("type", out var type)
            && !(type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().ToList() : [type]).Any(element => Is(value, element.GetString()!))
        )
            yield return $"{at} is no {type}";
        if (schema.TryGetProperty("items", out var items) && value.ValueKind is JsonValueKind.Array)
            foreach (var wrong in value.EnumerateArray().SelectMany(element => Validate(items, element, $"{at}[]")))
                yield return wrong;
        if (!schema.TryGetProperty("properties", out var properties) || value.ValueKind is not JsonValueKind.Object)
            yield break;
        foreach (var missing in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().ToList() : [])
            if (!value.TryGetProperty(missing.GetString()!, out _))
                yield return $"{at}.{missing} is missing";
        foreach (var member in value.EnumerateObject())
            if (!properties.TryGetProperty(member.Name, out var known))
                yield return $"{at}.{member.Name} is unknown";
            else
                foreach (var wrong in Validate(known, member.Value, $"{at}.{member.Name}"))
                    yield return wrong;
    }

    private static bool Is(JsonElement value, string type) =>
        (type, value.ValueKind) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
            _ => false,
        };

    [GeneratedRegex("```json\n(?<json>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
