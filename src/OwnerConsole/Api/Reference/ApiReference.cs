using System.Text.Json;

namespace OwnerConsole.Api.Reference;

/// <summary>The API description in the form that the reference pages show.</summary>
public sealed class ApiReference
{
    private const int MaxFound = 100;

    private readonly Dictionary<string, ApiOperation> _operations;

    private ApiReference(string version, string description, IReadOnlyList<ApiResource> resources, IReadOnlyList<ApiOperation> webhooks)
    {
        (Version, Description, Resources, Webhooks) = (version, description, resources, webhooks);
        _operations = resources.SelectMany(resource => resource.Operations).ToDictionary(operation => operation.Id, StringComparer.Ordinal);
    }

    public string Version { get; }

    public string Description { get; }

    /// <summary>Resources by name.</summary>
    public IReadOnlyList<ApiResource> Resources { get; }

    /// <summary>Events that the console sends to webhook endpoints, by name; empty if the description has none.</summary>
    public IReadOnlyList<ApiOperation> Webhooks { get; }

    public static ApiReference Parse(JsonElement document)
    {
        var reader = new SchemaReader(document);
        var operations = reader.Members(document, "paths").SelectMany(path => Operations(path.Name, path.Value, reader)).ToList();
        var descriptions = reader
            .Items(document, "tags")
            .ToDictionary(tag => tag.GetProperty("name").GetString()!, tag => SchemaReader.Text(tag, "description"), StringComparer.Ordinal);
        var resources = operations
            .GroupBy(operation => operation.Resource, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ApiResource(group.Key, descriptions.GetValueOrDefault(group.Key, ""), [.. group]));
        var webhooks = reader
            .Members(document, "webhooks")
            .SelectMany(hook => Operations(hook.Name, hook.Value, reader))
            .Select(operation => operation with { Id = operation.Path, IsWebhook = true })
            .OrderBy(operation => operation.Id, StringComparer.Ordinal);
        var info = document.GetProperty("info");
        return new(SchemaReader.Text(info, "version"), SchemaReader.Text(info, "description"), [.. resources], [.. webhooks]);
    }

    /// <param name="slug">The resource in addresses, such as <c>webhook-endpoints</c>.</param>
    public ApiResource? FindResource(string slug) => Resources.FirstOrDefault(resource => resource.Slug == slug);

    public ApiOperation? FindOperation(string id) => _operations.GetValueOrDefault(id);

    public ApiOperation? FindWebhook(string name) => Webhooks.FirstOrDefault(hook => hook.Id == name);

    /// <returns>At most 100 operations and webhook events that contain every word in their name, path, texts or fields.</returns>
    public IReadOnlyList<ApiOperation> Search(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. _operations
                .Values.Concat(Webhooks)
                .Where(operation => words.All(word => operation.SearchText.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .OrderByDescending(operation => words.Count(word => operation.Summary.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Take(MaxFound),
        ];
    }

    private static IEnumerable<ApiOperation> Operations(string path, JsonElement item, SchemaReader reader) =>
        item.EnumerateObject()
            .Where(method => method.Value.ValueKind is JsonValueKind.Object && method.Value.TryGetProperty("responses", out _))
            .Select(method => ApiOperation.Parse(path, method.Name.ToUpperInvariant(), method.Value, reader));
}
