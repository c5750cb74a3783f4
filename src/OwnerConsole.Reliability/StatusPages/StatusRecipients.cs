using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Selects the subscribers who see one of the components that something is about.</summary>
public sealed class StatusRecipients(StatusAudience audience)
{
    /// <summary>Stands for the public page among the tenants.</summary>
    private const string Everyone = "";

    /// <param name="receivers">Those who have chosen one of the components.</param>
    /// <param name="components">IDs of the components; empty for everyone.</param>
    /// <param name="limits">Limits of all components.</param>
    /// <returns>Those who see it, and one of the components that they have chosen. Subscribers of a tenant that no longer exists are left out.</returns>
    internal async Task<IReadOnlyList<StatusReceiver>> Select(
        IReadOnlyList<StatusReceiver> receivers,
        IReadOnlyList<string> components,
        IReadOnlyList<ComponentLimit> limits,
        CancellationToken stop
    )
    {
        var about = receivers.SelectMany(receiver => receiver.Chosen ?? []).Concat(components).ToHashSet(StringComparer.Ordinal);
        var hidden = await FindHidden(receivers.Select(receiver => receiver.ForTenant), [.. limits.Where(limit => about.Contains(limit.ComponentId))], stop);
        return
        [
            .. receivers.Where(receiver =>
                hidden.TryGetValue(receiver.ForTenant ?? Everyone, out var unseen)
                && StatusViewer.Sees(components, unseen)
                && (receiver.Chosen is null || receiver.Chosen.Any(id => !unseen.Contains(id)))
            ),
        ];
    }

    /// <param name="limits">Limits of all components.</param>
    /// <returns>The same subscribers. A chosen component that a subscriber doesn't see has left the choice.</returns>
    internal async Task<IReadOnlyList<StatusSubscriberView>> RemoveUnseen(
        IReadOnlyList<StatusSubscriberView> subscribers,
        IReadOnlyList<ComponentLimit> limits,
        CancellationToken stop
    )
    {
        var choosing = subscribers.Where(subscriber => subscriber.Components is not null);
        var hidden = await FindHidden(choosing.Select(subscriber => subscriber.TenantId), limits, stop);
        return [.. subscribers.Select(subscriber => subscriber with { Components = FindSeen(subscriber, hidden) })];
    }

    private static IReadOnlyList<string>? FindSeen(StatusSubscriberView subscriber, IReadOnlyDictionary<string, IReadOnlySet<string>> hidden) =>
        subscriber.Components is not { } chosen ? null
        : hidden.TryGetValue(subscriber.TenantId ?? Everyone, out var unseen) ? [.. chosen.Where(id => !unseen.Contains(id))]
        : [];

    /// <returns>IDs of the components that are hidden from each of the tenants, and from <see cref="Everyone"/>. Tenants that no longer exist are left out.</returns>
    private async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> FindHidden(
        IEnumerable<string?> tenants,
        IReadOnlyCollection<ComponentLimit> limits,
        CancellationToken stop
    )
    {
        var viewers = await audience.Find([.. tenants.OfType<string>()], limits, stop);
        var hidden = viewers.Values.ToDictionary(viewer => viewer.TenantId, viewer => StatusViewer.FindHidden(viewer, limits), StringComparer.Ordinal);
        hidden[Everyone] = StatusViewer.FindHidden(viewer: null, limits);
        return hidden;
    }
}
