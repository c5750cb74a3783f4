using Microsoft.OpenApi;

namespace OwnerConsole.Api;

/// <summary>The schema of error responses, as RFC 9457 defines them with members of the console.</summary>
internal static class ProblemSchema
{
    public static OpenApiSchema Create(OpenApiDocument document) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "An error (RFC 9457).",
            Required = new HashSet<string> { "type", "title", "status", "code", "detail", "request_id" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Always about:blank; code tells errors apart."),
                ["title"] = Text("Meaning of the HTTP status."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "HTTP status." },
                ["code"] = Text("Reason in snake_case, such as not_found. It doesn't change."),
                ["detail"] = Text("Reason as a sentence in English, which can change."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "Messages by the path of the invalid field.",
                    AdditionalProperties = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        Items = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
                ["feature"] = Text("If a limit is reached: key of the feature."),
                ["limit"] = Optional("If a limit is reached: the limit; null if the feature isn't granted."),
                ["used"] = Optional("If a limit is reached: usage in the current period."),
                ["reserved"] = Optional("If a limit is reached: amount of open reservations."),
                ["requested"] = Text("If a limit is reached: the requested amount."),
                ["remaining"] = Optional("If a limit is reached: what can still be used."),
                ["resets_at"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String | JsonSchemaType.Null,
                    Format = "date-time",
                    Description = "If a limit is reached: when usage resets to 0, or the rate limit is full again; null if it never does.",
                },
                ["source"] = new OpenApiSchemaReference("LimitSource", document) { Description = "If a limit is reached: what set the limit." },
                ["source_id"] = Optional("If a limit is reached: ID of what set the limit; null for the feature's default."),
                ["decision"] = Text("If a limit is reached: ID of the decision, which the console can explain."),
                ["upgrades"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchemaReference("UpgradeOption", document),
                    Description = "If a limit is reached: plans on sale that would allow the request, cheapest first.",
                },
                ["request_id"] = Text("Identifies the request in the console's log."),
            },
        };

    private static OpenApiSchema Optional(string description) => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
