using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Api;

/// <summary>Describes the webhooks that the console sends: one per event type.</summary>
internal static class WebhookDescriptions
{
    private const string Tag = "Webhooks";

    /// <summary>Headers of Standard Webhooks.</summary>
    private static readonly (string Name, string Meaning)[] s_headers =
    [
        ("webhook-id", "ID of the message, the same in every attempt. Handle each ID once."),
        ("webhook-timestamp", "Unix time of the attempt, in seconds. Refuse messages that are older than five minutes."),
        ("webhook-signature", "Signatures separated by spaces, each v1, and the HMAC-SHA-256 of id.timestamp.body in base64."),
    ];

    public static void Add(OpenApiDocument document, EventKinds kinds)
    {
        document.Tags!.Add(new() { Name = Tag, Description = "Events that the console sends to your endpoints." }); // set by the names of endpoints
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>();
        foreach (var kind in kinds.All)
            document.Webhooks[kind.Name] = new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = Describe(kind, document) },
            };
    }

    private static OpenApiOperation Describe(EventKind kind, OpenApiDocument document) =>
        new()
        {
            OperationId = "on" + string.Concat(kind.Name.Split('.', '_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])),
            Summary = kind.Name,
            Description = kind.Description,
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Security = [], // signed instead
            Parameters = [.. s_headers.Select(Header)],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = Schema(kind, document) } },
            },
            Responses = new()
            {
                ["2XX"] = new OpenApiResponse
                {
                    Description = "You have received it. Any other response, or none within the time limit, is an error, and it is sent again.",
                },
                ["410"] = new OpenApiResponse { Description = "You don't want messages at this address any more: the endpoint is disabled." },
            },
        };

    private static IOpenApiParameter Header((string Name, string Meaning) header) =>
        new OpenApiParameter
        {
            Name = header.Name,
            In = ParameterLocation.Header,
            Required = true,
            Description = header.Meaning,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    /// <summary>Reads the schema that the console also returns at <c>/api/v1/event-types</c>.</summary>
    private static IOpenApiSchema Schema(EventKind kind, OpenApiDocument document)
    {
        var schema = JsonObject.Create(kind.Schema)!; // an object
        schema.Remove("$schema");
        ReplaceTrue(schema);
        return OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _, "json")
            ?? throw new InvalidOperationException($"The schema of {kind.Name} can't be read.");
    }

    /// <summary>Writes the schema of any value as an empty object, because the reader doesn't know <c>true</c>.</summary>
    private static void ReplaceTrue(JsonNode? schema)
    {
        if (schema?["properties"] is not JsonObject properties)
            return;
        foreach (var (name, property) in properties.ToList())
            if (property?.GetValueKind() is JsonValueKind.True)
                properties[name] = new JsonObject();
            else
                ReplaceTrue(property);
    }
}
