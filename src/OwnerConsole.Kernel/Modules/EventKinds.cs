namespace OwnerConsole.Kernel.Modules;

/// <summary>Everything that endpoints are told, by all modules.</summary>
public sealed class EventKinds(IEnumerable<Module> modules)
{
    /// <summary>By name.</summary>
    public IReadOnlyList<EventKind> All { get; } = [.. modules.SelectMany(module => module.Events).OrderBy(kind => kind.Name, StringComparer.Ordinal)];
}
