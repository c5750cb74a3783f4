using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OwnerConsole.Integrations.Ingest;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Stripe.Events;

namespace OwnerConsole.Api;

/// <summary>Completes the schemas of requests that are not read as one .NET type: rows of bulk reports have an ID, events are sent one by one, in batches or as headers, and fields with a default can be omitted.</summary>
internal static class RequestSchemas
{
    private const string Bulk = "BulkOf",
        Request = "Request",
        Event = nameof(CloudEvent);

    public static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        var schemas = document.Components!.Schemas!; // other transformers add some
        foreach (var bulk in schemas.Where(schema => schema.Key.StartsWith(Bulk, StringComparison.Ordinal)).Select(schema => schema.Value).ToList())
            AddId((OpenApiSchema)bulk.Properties!["data"], document); // the only property of Bulk<T>
        foreach (var content in document.Paths.Values.SelectMany(path => path.Operations!.Values).Select(operation => operation.RequestBody?.Content))
        {
            foreach (var body in content?.Values.Where(body => body.Schema is OpenApiSchemaReference { Reference.Id: PropertyMeanings.AnyValue }) ?? [])
                body.Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() };
            if (content?.TryGetValue("application/cloudevents-batch+json", out var batch) == true)
            {
                batch.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchemaReference(Event, document),
                    MinItems = 1,
                    MaxItems = 1_000,
                };
                content["application/json"].Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "Binary mode: the data of one event, whose attributes are headers such as ce-type.",
                    AdditionalProperties = new OpenApiSchema(),
                };
            }
        }
        ((OpenApiSchema)schemas[nameof(StripeEventBody)]).AdditionalProperties = new OpenApiSchema(); // Stripe sends more
        foreach (var schema in schemas.Values.OfType<OpenApiSchema>())
            DescribeDefaults(schema);
        AddInputs(document, context);
        return Task.CompletedTask;
    }

    /// <summary>The input of a preview is that of any operation.</summary>
    private static void AddInputs(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        var operations = context.ApplicationServices.GetRequiredService<OperationCatalogue>().Own;
        var inputs = operations
            .Select(operation => OpenApiDescription.Named(operation.InputType))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var other = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Input of an operation that your application declares.",
            AdditionalProperties = new OpenApiSchema(),
        };
        var preview = (OpenApiSchema)document.Components!.Schemas![OpenApiDescription.Named(typeof(OperationEndpoints.PreviewRequest))];
        preview.Properties!["input"] = new OpenApiSchema
        {
            Description = "Input of the operation; the catalogue of operations has the schema of each.",
            AnyOf = [.. inputs.Select(name => new OpenApiSchemaReference(name, document)), other],
        };
    }

    /// <summary>Moves defaults into descriptions: generators such as openapi-typescript take a property with a default for a required one.</summary>
    private static void DescribeDefaults(OpenApiSchema schema)
    {
        foreach (var property in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values)
            if (property is OpenApiSchema { Default: { } value } own)
                (own.Description, own.Default) = (Sentence(own.Description, value), null);
            else if (property is OpenApiSchemaReference { Reference.Default: { } choice } reference)
                (reference.Reference.Description, reference.Reference.Default) = (Sentence(reference.Reference.Description, choice), null);
    }

    private static string? Sentence(string? description, JsonNode value)
    {
        var text = value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return text is "null" or "" || description?.Contains("Default", StringComparison.Ordinal) == true
            ? description
            : $"{description} Default: {text}.".TrimStart();
    }

    /// <summary>Gives the rows of a bulk report their ID, which a single report has in its path.</summary>
    private static void AddId(OpenApiSchema rows, OpenApiDocument document)
    {
        var report = ((OpenApiSchemaReference)rows.Items!).Reference.Id!;
        var row = (OpenApiSchema)document.Components!.Schemas![report].CreateShallowCopy();
        var id = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "ext: followed by your own ID.",
            Examples = ["ext:acme"],
        };
        row.Properties = new Dictionary<string, IOpenApiSchema>([
            KeyValuePair.Create<string, IOpenApiSchema>("id", id),
            .. row.Properties ?? new Dictionary<string, IOpenApiSchema>(),
        ]);
        row.Required = new HashSet<string>(row.Required ?? new HashSet<string>()) { "id" };
        var name = (report.EndsWith(Request, StringComparison.Ordinal) ? report[..^Request.Length] : report) + "Row";
        document.Components.Schemas[name] = row;
        (rows.Items, rows.MinItems, rows.MaxItems) = (new OpenApiSchemaReference(name, document), 1, TenantReports.MaxItems);
    }
}
