using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Insights.Settings;

/// <summary>The state of the platform that adding a meter depends on.</summary>
/// <param name="MeterId">ID of the new meter, or of the retired meter with the same key.</param>
/// <param name="IsTaken">True if a meter or a built-in metric already has this key.</param>
/// <param name="Before">The retired meter with this key, if it has counted anything; otherwise null.</param>
public sealed record NewMeterFacts(string MeterId, bool IsTaken, Meter? Before) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsTaken ? 2 : 1;

    public static async Task<IReadOnlyList<NewMeterFacts>> Load(IReadOnlyList<string> ids, string key, MetricCatalogue catalogue, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var taken = (await catalogue.All(work)).Any(metric => metric.Id == Meter.MetricIdOf(key));
        var known = (await Meters.Declared(work)).FirstOrDefault(meter => meter.Key == key);
        return [new(known?.MeterId ?? work.NewId("mtr", IdGenerator.Platform), taken, known is not null && await Meters.HasCounted(key, work) ? known : null)];
    }
}
