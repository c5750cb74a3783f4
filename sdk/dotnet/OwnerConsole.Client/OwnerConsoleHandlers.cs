namespace OwnerConsole.Client;

/// <summary>What the application does when it hears something of the console.</summary>
public sealed class OwnerConsoleHandlers
{
    private readonly List<(string Type, Func<ToldEvent, CancellationToken, Task> Handle)> _events = [];
    private readonly List<Action<RejectedEvent>> _rejected = [];

    internal OwnerConsoleHandlers() { }

    internal IReadOnlyList<Action<RejectedEvent>> Rejected => _rejected;

    /// <summary>Hears an event of the console. What throws is told again later, so what was done already must do no harm.</summary>
    /// <param name="type">such as <c>tenant.suspended</c>, or <c>tenant.*</c> for all of a kind</param>
    /// <param name="handle">within 15 seconds; services are those of a scope of its own</param>
    public OwnerConsoleHandlers OnEvent(string type, Func<ToldEvent, CancellationToken, Task> handle)
    {
        _events.Add((type, handle));
        return this;
    }

    /// <summary>Hears of events that the console can't take in. They are logged as well.</summary>
    public OwnerConsoleHandlers OnRejected(Action<RejectedEvent> handle)
    {
        _rejected.Add(handle);
        return this;
    }

    internal IEnumerable<Func<ToldEvent, CancellationToken, Task>> Of(string type) =>
        _events
            .Where(one => one.Type == type || (one.Type.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(one.Type[..^1], StringComparison.Ordinal)))
            .Select(one => one.Handle);
}
