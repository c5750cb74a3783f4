using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Metrics.Digests;

/// <summary>Digests of all metrics, computed once for everyone and again in the background while they are read.</summary>
/// <remarks>
/// They are computed for the whole platform without a reader's limits, and hidden metrics are removed for each reader. Readers limited to some tenants
/// get their own answer.
/// </remarks>
public sealed class MetricDigestCache(MetricDigests digests, ILogger<MetricDigestCache> log)
{
    private static readonly TimeSpan s_freshFor = TimeSpan.FromSeconds(15);

    private readonly RefreshedCache<Key, IReadOnlyList<MetricDigest>> _shared = new(key => Compute(digests, key), s_freshFor, log)
    {
        MaxAge = TimeSpan.FromMinutes(2),
    };

    /// <summary>Age up to which digests are shown although data has changed since.</summary>
    public TimeSpan MaxAge
    {
        get => _shared.MaxAge;
        set => _shared.MaxAge = value;
    }

    private sealed record Key(Mode Mode, PlatformWords Words);

    /// <param name="only">Ids of the metrics to return; null for all.</param>
    /// <returns>Digests of the metrics that the caller can see, ordered by id.</returns>
    public async Task<IReadOnlyList<MetricDigest>> Find(Caller caller, Mode mode, IReadOnlyCollection<string>? only, CancellationToken stop)
    {
        if (caller.IsScoped || TenantScope.Current is not null)
            return await digests.Find(caller, only, stop);
        var all = await _shared.Find(new(mode, PlatformWords.Current), stop);
        return [.. all.Where(digest => !digest.Metric.IsHidden && only?.Contains(digest.Metric.Id) != false)];
    }

    private static Task<IReadOnlyList<MetricDigest>> Compute(MetricDigests digests, Key key)
    {
        PlatformWords.SetCurrent(key.Words);
        return digests.Find(Caller.System with { Mode = key.Mode }, null, CancellationToken.None);
    }
}
