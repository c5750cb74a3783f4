namespace OwnerConsole.Data;

/// <summary>Reports statements that take longer than two seconds to at most one listener.</summary>
public sealed class SlowQueries
{
    /// <summary>Queries of pages take milliseconds, those of reports less than a second.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private volatile Action<SlowQuery>? _listener;

    /// <param name="listener">It is called on the thread of the query, so it must be fast and must not throw. Null stops reports.</param>
    public void Listen(Action<SlowQuery>? listener) => _listener = listener;

    internal void Report(SlowQuery query) => _listener?.Invoke(query);
}
