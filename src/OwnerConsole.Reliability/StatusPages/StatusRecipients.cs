using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Selects the subscribers who see one of the components that something is about.</summary>
public sealed class StatusRecipients(StatusAudience audience)
{
    /// <param name="components">IDs of the components; empty for everyone.</param>
    /// <param name="limits">Limits of all components.</param>
    /// <returns>Those who see it. Subscribers of a tenant that no longer exists are left out.</returns>
    internal async Task<IReadOnlyList<StatusReceiver>> Select(
        IReadOnlyList<StatusReceiver> receivers,
        IReadOnlyList<string> components,
        IReadOnlyList<ComponentLimit> limits,
        CancellationToken stop
    )
    {
        ComponentLimit[] relevant = [.. limits.Where(limit => components.Contains(limit.ComponentId, StringComparer.Ordinal))];
        var viewers = await audience.Find([.. receivers.Select(receiver => receiver.ForTenant).OfType<string>()], relevant, stop);
        var isPublic = StatusViewer.Sees(components, StatusViewer.FindHidden(viewer: null, relevant));
        var seeing = viewers
            .Values.Where(viewer => StatusViewer.Sees(components, StatusViewer.FindHidden(viewer, relevant)))
            .Select(viewer => viewer.TenantId)
            .ToHashSet(StringComparer.Ordinal);
        return [.. receivers.Where(receiver => receiver.ForTenant is { } tenant ? seeing.Contains(tenant) : isPublic)];
    }
}
