using System.Text.Json;

namespace OwnerConsole.Api.Reference;

/// <summary>One call of the API, or one event that the console sends to webhook endpoints.</summary>
/// <param name="Id">Name in generated clients, such as <c>suspendTenant</c>; the type of an event.</param>
/// <param name="NeedsKey">False for calls that authenticate with something else, such as the token of a task.</param>
public sealed record ApiOperation(
    string Id,
    string Method,
    string Path,
    string Resource,
    string Summary,
    string Description,
    bool NeedsKey,
    IReadOnlyList<ApiParameter> Parameters,
    IReadOnlyList<ApiBody> Requests,
    IReadOnlyList<ApiResponse> Responses
)
{
    /// <summary>Everything that a search finds.</summary>
    public string SearchText { get; } =
        string.Join(
            ' ',
            [
                Id,
                Method,
                Path,
                Resource,
                Summary,
                Description,
                .. Parameters.Select(parameter => parameter.Field.Name),
                .. Requests.SelectMany(body => Names(body.Fields)),
            ]
        );

    public bool IsWebhook { get; init; }

    public string Address =>
        IsWebhook ? $"{ReferenceRoutes.WebhookAddress}/{Uri.EscapeDataString(Id)}" : $"{ReferenceRoutes.Address}/{ApiResource.SlugOf(Resource)}/{Id}";

    /// <summary>Summary without its full stop, as a title.</summary>
    public string Title => Summary.TrimEnd('.');

    public IEnumerable<ApiResponse> Results => Responses.Where(response => response.IsSuccess);

    public IEnumerable<ApiResponse> Errors => Responses.Where(response => !response.IsSuccess);

    public static ApiOperation Parse(string path, string method, JsonElement operation, SchemaReader reader)
    {
        var requests = operation.TryGetProperty("requestBody", out var body) ? ApiBody.Parse(reader.Resolve(body), reader, isRequest: true) : [];
        return new(
            SchemaReader.Text(operation, "operationId"),
            method,
            path,
            reader.Items(operation, "tags").Select(tag => tag.GetString()!).FirstOrDefault("Other"),
            SchemaReader.Text(operation, "summary") is { Length: > 0 } summary ? summary : path,
            SchemaReader.Text(operation, "description"),
            !(operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0)
                && !SchemaReader.Text(operation, "description").Contains("Requires no API key", StringComparison.Ordinal),
            [.. reader.Items(operation, "parameters").Select(parameter => ApiParameter.Parse(reader.Resolve(parameter), reader))],
            requests,
            [.. reader.Members(operation, "responses").Select(response => ApiResponse.Parse(response.Name, reader.Resolve(response.Value), reader))]
        );
    }

    private static IEnumerable<string> Names(IEnumerable<SchemaField> fields) => fields.SelectMany(field => Names(field.Fields).Prepend(field.Name));
}
