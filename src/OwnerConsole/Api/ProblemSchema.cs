using Microsoft.OpenApi;

namespace OwnerConsole.Api;

/// <summary>The schema of error responses, as RFC 9457 defines them with members of the console.</summary>
internal static class ProblemSchema
{
    public static OpenApiSchema Create() =>
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
                ["request_id"] = Text("Identifies the request in the console's log."),
            },
        };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
