using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Reads up to when the data behind metrics is complete, once per basis.</summary>
internal sealed class FreshnessReader(DateTimeOffset now, UnitOfWork work)
{
    private readonly Dictionary<MetricBasis, Freshness> _known = [];

    public async Task<Freshness> Of(MetricBasis basis)
    {
        if (!_known.TryGetValue(basis, out var freshness))
        {
            var complete = basis.CompleteSql is { } sql ? await work.One<DateTimeOffset>(sql) : now;
            freshness = new(now - complete > basis.MaxLag ? FreshnessState.Stale : FreshnessState.Live, complete);
            _known.Add(basis, freshness);
        }
        return freshness;
    }
}
