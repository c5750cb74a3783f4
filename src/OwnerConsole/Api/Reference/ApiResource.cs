namespace OwnerConsole.Api.Reference;

/// <summary>Operations of the API on one resource.</summary>
/// <param name="Name">Name of the resource, such as <c>Webhook endpoints</c>.</param>
public sealed record ApiResource(string Name, string Description, IReadOnlyList<ApiOperation> Operations)
{
    /// <summary>The resource in addresses, such as <c>webhook-endpoints</c>.</summary>
    public string Slug { get; } = SlugOf(Name);

    public string Address => $"{ReferenceRoutes.Address}/{Slug}";

    public static string SlugOf(string name) => name.ToLowerInvariant().Replace(' ', '-');
}
