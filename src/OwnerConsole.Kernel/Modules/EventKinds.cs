namespace OwnerConsole.Kernel.Modules;

/// <summary>Lists the event types of all modules.</summary>
public sealed class EventKinds(IEnumerable<Module> modules)
{
    /// <summary>All event types, ordered by name.</summary>
    public IReadOnlyList<EventKind> All { get; } = [.. modules.SelectMany(module => module.Events).OrderBy(kind => kind.Name, StringComparer.Ordinal)];
}
