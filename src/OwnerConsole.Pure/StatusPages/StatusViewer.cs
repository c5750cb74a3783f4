namespace OwnerConsole.Pure.StatusPages;

/// <summary>A tenant that reads the status page, and which of the plans and tags that limit components it has.</summary>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="Plans">Keys of its plans.</param>
/// <param name="Tags">Its tags in lower case.</param>
public sealed record StatusViewer(string TenantId, IReadOnlySet<string> Plans, IReadOnlySet<string> Tags)
{
    /// <returns>Whether the tenant is one of those that a limit allows.</returns>
    public bool Meets(ComponentLimit limit) =>
        limit.Tenants.Contains(TenantId, StringComparer.Ordinal)
        || (limit.Plan is { } plan && Plans.Contains(plan))
        || (limit.Tag is { } tag && Tags.Contains(tag));

    /// <param name="viewer">Null for the public page, which shows no limited component.</param>
    /// <param name="limits">All limits. A component with several is hidden unless all of them are met.</param>
    /// <returns>IDs of the components that are hidden from the viewer.</returns>
    public static IReadOnlySet<string> FindHidden(StatusViewer? viewer, IEnumerable<ComponentLimit> limits) =>
        limits.Where(limit => viewer?.Meets(limit) is not true).Select(limit => limit.ComponentId).ToHashSet(StringComparer.Ordinal);

    /// <param name="components">IDs of the components that a notice names. Without any, it concerns everyone.</param>
    /// <param name="hidden">IDs of the components that are hidden from the viewer.</param>
    /// <returns>Whether the viewer sees the notice: if it names no component, or one that isn't hidden.</returns>
    public static bool Sees(IReadOnlyCollection<string> components, IReadOnlySet<string> hidden) =>
        components.Count == 0 || components.Any(id => !hidden.Contains(id));
}
