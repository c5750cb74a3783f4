namespace FakeStripe.Http;

/// <summary>All requests since the start, for tests to count and to validate.</summary>
public sealed class RequestLog
{
    private readonly List<RecordedExchange> _exchanges = [];

    public IReadOnlyList<RecordedExchange> All
    {
        get
        {
            lock (_exchanges)
                return [.. _exchanges];
        }
    }

    /// <param name="path">Exact path, or a prefix that ends with an asterisk.</param>
    public IReadOnlyList<RecordedExchange> Of(string method, string path) =>
        [.. All.Where(exchange => exchange.Method == method && FaultRules.Matches(path, exchange.Path))];

    public void Clear()
    {
        lock (_exchanges)
            _exchanges.Clear();
    }

    internal void Add(RecordedExchange exchange)
    {
        lock (_exchanges)
            _exchanges.Add(exchange);
    }
}
