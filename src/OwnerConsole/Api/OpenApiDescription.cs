using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OwnerConsole.Api.Reference;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>Generates the OpenAPI 3.1 description of the API from the endpoint declarations.</summary>
internal static class OpenApiDescription
{
    private const string Prefix = "api/v1/";

    /// <summary>Version of the product, without the revision that the build appends.</summary>
    private static string Release =>
        typeof(OpenApiDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]; // set by the build

    public static void AddDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        services.AddSingleton<ApiDescriptionFiles>();
        services.AddOpenApi(
            ApiDescriptionFiles.Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(Prefix, StringComparison.Ordinal) == true;
                // Nested types share short names: the input of each operation is called Input.
                options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? Named(type.Type, name) : null;
                options.AddDocumentTransformer(
                    (document, context, _) =>
                    {
                        document.Info = new()
                        {
                            Title = "Owner Console",
                            Version = Release,
                            Description = "Report tenants and usage, run operations and receive webhooks. Version 1 changes only by additions.",
                            Contact = new() { Name = "Owner Console" },
                            License = new() { Name = "Apache License 2.0", Identifier = "Apache-2.0" },
                        };
                        document.Servers = [Server()];
                        document.Components ??= new();
                        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
                        document.Components.Schemas["Problem"] = ProblemSchema.Create(document);
                        Name(document);
                        WebhookDescriptions.Add(document, context.ApplicationServices.GetRequiredService<EventKinds>());
                        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                        {
                            ["key"] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.Http,
                                Scheme = "bearer",
                                Description = "An API key: oc_live_… for live data, oc_test_… for test data.",
                            },
                        };
                        document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
                        return Task.CompletedTask;
                    }
                );
                options.AddDocumentTransformer(AddInputs);
                options.AddDocumentTransformer(RequestSchemas.Complete);
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>()) // set by the first
                        {
                            PropertyMeanings.Describe(schema);
                            PropertyMeanings.RemoveNullWord(schema);
                        }
                        document.Components.Schemas.Remove(PropertyMeanings.AnyValue);
                        ResponseExamples.Add(document);
                        return Task.CompletedTask;
                    }
                );
                options.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        schema.Description = InputSchema.Help(context.JsonPropertyInfo) ?? schema.Description;
                        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Object, UnmappedMemberHandling: JsonUnmappedMemberHandling.Skip })
                            schema.AdditionalProperties = new OpenApiSchema(); // any
                        PropertyMeanings.AllowNullItems(schema, context.JsonPropertyInfo);
                        if (schema.Required is { } required && !IsRequest(context.JsonTypeInfo.Type))
                            required.ExceptWith(context.JsonTypeInfo.Properties.Where(HiddenFieldFilter.CanBeHidden).Select(member => member.Name));
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        Describe(operation, context);
                        return Task.CompletedTask;
                    }
                );
            }
        );
    }

    public static void MapDescription(this IEndpointRouteBuilder routes)
    {
        ApiDescriptionFiles.Map(routes);
        ReferenceRoutes.Map(routes);
    }

    /// <summary>The description is the same on every console, so its address is a variable.</summary>
    private static OpenApiServer Server() =>
        new()
        {
            Url = "{console}",
            Description = "Your console",
            Variables = new Dictionary<string, OpenApiServerVariable>
            {
                ["console"] = new() { Default = "http://localhost:8080", Description = "Address of your console, with its path if it has one." },
            },
        };

    private static void AddFiles(OpenApiResponses responses, IEnumerable<ProducedFile> files)
    {
        foreach (var type in files.SelectMany(file => file.MediaTypes))
        {
            if (!responses.ContainsKey("200"))
                responses["200"] = new OpenApiResponse { Description = "OK" };
            var response = (OpenApiResponse)responses["200"];
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            response.Content[type] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }

    /// <summary>Gives each endpoint the name that generated clients use, and groups them by resource.</summary>
    private static void Name(OpenApiDocument document)
    {
        document.Tags = new HashSet<OpenApiTag>();
        foreach (var (path, item) in document.Paths)
        foreach (var (method, operation) in item.Operations!) // a path has at least one
        {
            var resource = path[(Prefix.Length + 1)..];
            var tag = EndpointNames.Tag(resource);
            if (document.Tags.All(known => known.Name != tag))
                document.Tags.Add(new() { Name = tag });
            operation.Tags = new HashSet<OpenApiTagReference> { new(tag, document) };
            operation.OperationId = EndpointNames.OperationId(method.Method.ToUpperInvariant(), resource, IsList(operation));
            ParameterSchemas.DescribePath(path, operation);
        }
        foreach (var tag in document.Tags)
            tag.Description = EndpointNames.Describe(tag.Name!); // set above
    }

    /// <summary>Fields that a role hides are left out of responses, so only requests require them.</summary>
    private static bool IsRequest(Type type) =>
        type.Name.EndsWith("Input", StringComparison.Ordinal) || type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static bool IsList(OpenApiOperation operation) =>
        operation.Responses!.TryGetValue("200", out var answer) // Describe sets the responses
        && answer.Content?.TryGetValue("application/json", out var body) == true
        && body.Schema is OpenApiSchemaReference { Reference.Id: { } name }
        && name.StartsWith("PageOf", StringComparison.Ordinal);

    /// <summary>Adds the input schema of every operation by name, including operations that only previews use. Help and default of a term are added where it is referenced.</summary>
    private static async Task AddInputs(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        foreach (var words in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().Where(schema => schema.Enum is { Count: > 0 }))
            (words.Description, words.Default) = (null, null);
        foreach (var input in context.ApplicationServices.GetRequiredService<OperationCatalogue>().Own.Select(operation => operation.InputType))
            document.Components.Schemas[Named(input)] = await context.GetOrCreateSchemaAsync(input, null, stop);
    }

    internal static string Named(Type type, string? name = null) =>
        type is { IsNested: true, DeclaringType: { } outer } ? outer.Name + (name ?? type.Name) : name ?? type.Name;

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiredPermission>().LastOrDefault() is { } needed)
            operation.Description = needed.Name is { } permission ? $"Requires the permission `{permission}`." : $"Requires no API key: {needed.Why}.";
        operation.Parameters ??= [];
        foreach (var value in metadata.OfType<QueryParameter>())
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = value.Name,
                    In = ParameterLocation.Query,
                    Description = value.Description,
                    Required = value.IsRequired,
                    Schema = ParameterSchemas.Of(value.Type),
                }
            );
        if (metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.Type == typeof(RunView) && answer.StatusCode == StatusCodes.Status201Created))
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = "Idempotency-Key",
                    In = ParameterLocation.Header,
                    Description = "Your unique name for this request. Repeating it returns the same run.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        if (
            metadata.OfType<BodyExample>().LastOrDefault() is { Body: var example }
            && operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true
        )
            body.Example = JsonNode.Parse(example.GetRawText());
        operation.Responses ??= [];
        AddFiles(operation.Responses, metadata.OfType<ProducedFile>());
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "The request failed. The code says why.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
            },
        };
    }
}
