using System.Text.Json;

namespace OwnerConsole.Api.Reference;

/// <summary>A response by its status.</summary>
/// <param name="Status">HTTP status, a range such as <c>4XX</c>, or <c>default</c>.</param>
/// <param name="Codes">Values of <c>code</c> that the status can have; empty if the description lists none.</param>
public sealed record ApiResponse(
    string Status,
    string Description,
    IReadOnlyList<SchemaField> Headers,
    IReadOnlyList<string> Codes,
    IReadOnlyList<ApiBody> Bodies
)
{
    public bool IsSuccess => Status.StartsWith('2');

    public string Label => Status == "default" ? "Any other status" : Status;

    public static ApiResponse Parse(string status, JsonElement response, SchemaReader reader)
    {
        var bodies = ApiBody.Parse(response, reader, isRequest: false);
        var headers = reader.Members(response, "headers").Select(header => Header(header.Name, reader.Resolve(header.Value), reader));
        return SchemaReader.Text(response, "description").Split(ResponseExamples.CodesLabel) is [var description, var codes]
            ? new(status, description, [.. headers], codes.TrimEnd('.').Split(", "), bodies)
            : new(status, SchemaReader.Text(response, "description"), [.. headers], [], bodies);
    }

    private static SchemaField Header(string name, JsonElement header, SchemaReader reader) =>
        reader.Field(name, header.TryGetProperty("schema", out var schema) ? schema : default, isRequired: false) with
        {
            Description = SchemaReader.Text(header, "description"),
        };
}
