namespace OwnerConsole.Kernel.Modules;

/// <summary>Marks a route whose response never ends: it has a separate limit, and counts neither as a concurrent request nor as activity of a person.</summary>
public sealed class EndlessResponse;
