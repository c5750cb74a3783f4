extern alias JsonSchemas;

using System.Text.Json;
using System.Text.Json.Nodes;
using JsonSchemas::Json.Schema;

namespace OwnerConsole.Fixtures;

/// <summary>The committed API description, against which every response in the tests is checked.</summary>
public static class ApiContract
{
    private const string Prefix = "/api/v1/",
        Components = "#/components/schemas/",
        Base = "https://owner-console.example/api";

    private static readonly EvaluationOptions s_options = new() { OutputFormat = OutputFormat.List };

    private static readonly Lazy<IReadOnlyList<Endpoint>> s_endpoints = new(Load);

    /// <returns>The described endpoint of a request; null for addresses outside the public API.</returns>
    public static Endpoint? Find(HttpMethod method, string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal)
            ? s_endpoints.Value.FirstOrDefault(endpoint => endpoint.Method == method.Method && endpoint.Matches(path.Split('/')))
            : null;

    /// <returns>Examples that contradict their schemas, of all endpoints.</returns>
    public static IReadOnlyList<string> ListExampleContradictions() => [.. s_endpoints.Value.SelectMany(endpoint => endpoint.ListExampleContradictions())];

    private static IReadOnlyList<Endpoint> Load()
    {
        var description = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "OwnerConsole.Tests", "Api", "openapi-v1.json")))!.AsObject();
        var schemas = description["components"]!["schemas"]!.AsObject();
        foreach (var schema in schemas.Select(one => one.Value).OfType<JsonObject>())
            if (schema["properties"] is not null && schema["additionalProperties"] is null)
                schema["additionalProperties"] = false; // a property that the description lacks is an error
        JsonSchema.FromText($$"""{"$id":"{{Base}}","$defs":{{schemas.ToJsonString().Replace(Components, "#/$defs/")}}}""");
        // Literal segments come before parameters: tenants/duplicates is not a tenant's ID.
        return
        [
            .. from path in description["paths"]!.AsObject()
            from method in path.Value!.AsObject()
            orderby path.Key.Count(letter => letter == '{')
            select new Endpoint(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject()),
        ];
    }

    /// <summary>An endpoint of the description.</summary>
    /// <param name="Method">HTTP method in capital letters.</param>
    /// <param name="Path">Path with its parameters, such as <c>/api/v1/tenants/{id}</c>.</param>
    public sealed record Endpoint(string Method, string Path, JsonObject Declaration)
    {
        private readonly string[] _parts = Path.Split('/');
        private readonly Dictionary<(int Status, string Type), JsonSchema?> _schemas = [];

        public bool Matches(string[] parts) =>
            parts.Length == _parts.Length && parts.Zip(_parts).All(pair => pair.Second.StartsWith('{') ? pair.First.Length > 0 : pair.First == pair.Second);

        /// <returns>How the response contradicts the description; null if it doesn't.</returns>
        public string? FindContradiction(int status, string mediaType, JsonElement body)
        {
            if (Schema(status, mediaType) is not { } schema)
                return $"the description has no response {status} of type {mediaType}.";
            var result = schema.Evaluate(body, s_options);
            return result.IsValid ? null : string.Join('\n', Errors(result).Take(10));
        }

        /// <returns>How the examples of the request and the responses contradict their schemas.</returns>
        public IEnumerable<string> ListExampleContradictions() =>
            from place in new[] { Declaration["requestBody"] }.Concat(Declaration["responses"]!.AsObject().Select(response => response.Value))
            from media in place?["content"]?.AsObject() ?? []
            where media.Value!["example"] is not null
            let result = Build(media.Value!).Evaluate(JsonSerializer.SerializeToElement(media.Value!["example"]), s_options)
            where !result.IsValid
            select $"{Method} {Path}: {string.Join(", ", Errors(result).Take(3))}";

        private static IEnumerable<string> Errors(EvaluationResults result) =>
            (result.Details ?? [])
                .Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}"));

        private JsonSchema? Schema(int status, string mediaType)
        {
            lock (_schemas)
            {
                if (!_schemas.TryGetValue((status, mediaType), out var schema))
                    _schemas[(status, mediaType)] = schema = Build(status, mediaType);
                return schema;
            }
        }

        private JsonSchema? Build(int status, string mediaType)
        {
            var responses = Declaration["responses"]!;
            var content = (responses[$"{status}"] ?? (status >= 400 ? responses["default"] : null))?["content"]?[mediaType];
            return content is null ? null : Build(content);
        }

        private static JsonSchema Build(JsonNode content) => JsonSchema.FromText(content["schema"]!.ToJsonString().Replace(Components, $"{Base}#/$defs/"));
    }
}
