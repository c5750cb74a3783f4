namespace OwnerConsole.Pure.StatusPages;

/// <summary>Components of the status page that a subscriber receives updates about.</summary>
public static class ComponentChoice
{
    /// <param name="chosen">IDs of the chosen components; null for all.</param>
    /// <param name="about">IDs of the components that an update is about. Without any, it concerns everyone.</param>
    /// <param name="listed">IDs of the components that the subscriber sees on the page now.</param>
    /// <returns>
    /// Whether the subscriber receives the update. A chosen component that was removed or hidden from the subscriber doesn't count. A choice of which none is left
    /// receives nothing, also no update that concerns everyone: it never becomes a choice of all.
    /// </returns>
    public static bool Includes(IReadOnlyCollection<string>? chosen, IReadOnlyCollection<string> about, IReadOnlyCollection<string> listed) =>
        chosen is null || chosen.Any(id => listed.Contains(id, StringComparer.Ordinal) && (about.Count == 0 || about.Contains(id, StringComparer.Ordinal)));
}
