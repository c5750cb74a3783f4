namespace FakeStripe.Http;

/// <summary>Faults by endpoint, each for the next requests that match.</summary>
public sealed class FaultRules
{
    private readonly List<Rule> _rules = [];

    /// <param name="path">Exact path, or a prefix that ends with an asterisk: <c>/v1/refunds</c>, <c>/v1/invoices/*</c>.</param>
    /// <param name="times">Number of requests that fail.</param>
    public void Add(string method, string path, Fault fault, int times = 1)
    {
        lock (_rules)
            _rules.Add(new(method, path, fault) { Left = times });
    }

    public void Clear()
    {
        lock (_rules)
            _rules.Clear();
    }

    /// <returns>Number of requests for this endpoint that still fail.</returns>
    public int CountLeft(string method, string path)
    {
        lock (_rules)
            return _rules.Where(rule => rule.Method == method && rule.Path == path).Sum(rule => rule.Left);
    }

    internal Fault? Next(string method, string path)
    {
        lock (_rules)
        {
            var rule = _rules.Find(rule => rule.Left > 0 && rule.Method == method && Matches(rule.Path, path));
            if (rule is not null)
                rule.Left--;
            return rule?.Fault;
        }
    }

    internal static bool Matches(string pattern, string path) =>
        pattern.EndsWith('*') ? path.StartsWith(pattern[..^1], StringComparison.Ordinal) : path == pattern;

    private sealed record Rule(string Method, string Path, Fault Fault)
    {
        public int Left { get; set; }
    }
}
