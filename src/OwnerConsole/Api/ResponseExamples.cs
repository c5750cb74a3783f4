using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OwnerConsole.Api;

/// <summary>
/// Adds to the API description what the tests received from a real console: an example of each request and response, and the errors of each endpoint.
/// <c>tests/openapi/examples.mjs</c> writes the file from a run of the tests.
/// </summary>
internal static class ResponseExamples
{
    /// <summary>Separates the meaning of a status from its codes in the description of a response.</summary>
    public const string CodesLabel = " Codes: ";

    private const string Json = "application/json",
        Problem = "application/problem+json",
        Resource = "responses.json";

    /// <summary>Errors that every endpoint with a key can return, by HTTP status.</summary>
    private static readonly (string Status, string[] Codes)[] s_common =
    [
        ("400", ["invalid"]),
        ("401", ["unauthenticated"]),
        ("403", ["forbidden", "whole_platform"]),
        ("429", ["too_many_requests"]),
    ];

    private static readonly Dictionary<string, string> s_statuses = new(StringComparer.Ordinal)
    {
        ["400"] = "The request is invalid.",
        ["401"] = "The key is missing, unknown, revoked or expired.",
        ["402"] = "A limit of the tenant's plan is reached.",
        ["403"] = "The key doesn't have the permission.",
        ["404"] = "Not found, or it belongs to a tenant that the key can't see.",
        ["409"] = "The request contradicts the current state.",
        ["410"] = "It existed, but no longer does.",
        ["413"] = "The request is too large.",
        ["415"] = "The type of the body isn't supported.",
        ["422"] = "The request can't be carried out.",
        ["429"] = "Too many requests.",
        ["503"] = "The console can't answer at the moment. Try again.",
    };

    public static void Add(OpenApiDocument document)
    {
        using var file = typeof(ResponseExamples).Assembly.GetManifestResourceStream(Resource)!; // embedded by the build
        var recorded = JsonNode.Parse(file)!.AsObject();
        document.Components!.Examples = new Dictionary<string, IOpenApiExample>();
        foreach (var (code, problem) in recorded["problems"]!.AsObject())
            document.Components.Examples[code] = new OpenApiExample { Summary = Text(problem!["detail"]), Value = problem.DeepClone() };
        foreach (var (path, item) in document.Paths)
        foreach (var (method, operation) in item.Operations!) // a path has at least one
            Add(operation, recorded["endpoints"]![$"{method.Method} {path}"]?.AsObject() ?? [], document);
    }

    private static void Add(OpenApiOperation operation, JsonObject recorded, OpenApiDocument document)
    {
        if (recorded["request"] is { } request && operation.RequestBody?.Content?.TryGetValue(Text(recorded["type"]), out var sent) == true)
            sent.Example ??= request.DeepClone(); // declared ones show more
        foreach (var (status, example) in recorded["responses"]?.AsObject() ?? [])
            if (operation.Responses!.TryGetValue(status, out var response) && response.Content?.TryGetValue(Json, out var received) == true)
                received.Example = example!.DeepClone();
        var errors = (recorded["errors"]?.AsObject() ?? []).ToDictionary(
            error => error.Key,
            error => error.Value!.AsArray().Select(Text).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        if (operation.Description?.StartsWith("Requires the permission", StringComparison.Ordinal) == true)
            foreach (var (status, codes) in s_common)
                if (!errors.TryAdd(status, [.. codes]))
                    errors[status].UnionWith(codes);
        foreach (var (status, codes) in errors.OrderBy(error => error.Key, StringComparer.Ordinal))
            operation.Responses![status] = Error(status, [.. codes.Order(StringComparer.Ordinal)], document);
    }

    private static OpenApiResponse Error(string status, IReadOnlyList<string> codes, OpenApiDocument document) =>
        new()
        {
            Description = $"{s_statuses[status]}{CodesLabel}{string.Join(", ", codes)}.",
            Headers = status == "429" ? RateLimitHeaders() : null,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem] = new()
                {
                    Schema = new OpenApiSchemaReference("Problem", document),
                    Examples = codes
                        .Where(code => document.Components!.Examples!.ContainsKey(code))
                        .ToDictionary(code => code, code => (IOpenApiExample)new OpenApiExampleReference(code, document), StringComparer.Ordinal),
                },
            },
        };

    private static Dictionary<string, IOpenApiHeader> RateLimitHeaders() =>
        new(StringComparer.Ordinal)
        {
            ["Retry-After"] = Header("Seconds until a retry can succeed.", JsonSchemaType.Integer),
            ["RateLimit-Policy"] = Header("Requests (q) per number of seconds (w).", JsonSchemaType.String),
            ["RateLimit"] = Header("Remaining requests (r), and seconds until they are available again (t).", JsonSchemaType.String),
        };

    private static OpenApiHeader Header(string meaning, JsonSchemaType type) =>
        new()
        {
            Description = meaning,
            Schema = new OpenApiSchema { Type = type },
        };

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
