using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>Reads up to when the data behind metrics is complete, once per basis.</summary>
internal sealed class FreshnessReader(DateTimeOffset now, Work work)
{
    private readonly Dictionary<Basis, Freshness> _known = [];

    public async Task<Freshness> Of(Basis basis)
    {
        if (!_known.TryGetValue(basis, out var freshness))
        {
            var complete = basis.CompleteSql is { } sql ? await work.One<DateTimeOffset>(sql) : now;
            freshness = new(now - complete > basis.MostLag ? FreshnessState.Stale : FreshnessState.Live, complete);
            _known.Add(basis, freshness);
        }
        return freshness;
    }
}
