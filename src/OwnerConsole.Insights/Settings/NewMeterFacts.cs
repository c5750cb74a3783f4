using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Insights.Settings;

/// <summary>The platform as what a meter is declared on.</summary>
/// <param name="MeterId">of the meter to be, or of the retired one that is declared again</param>
/// <param name="IsTaken">there is a number of this name: a meter counts by this key, or the console itself does</param>
/// <param name="Before">what a retired meter of this key was, if something was counted by it; null otherwise</param>
public sealed record NewMeterFacts(string MeterId, bool IsTaken, Meter? Before) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsTaken ? 2 : 1;

    public static async Task<IReadOnlyList<NewMeterFacts>> Load(IReadOnlyList<string> ids, string key, MetricCatalogue catalogue, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var taken = (await catalogue.All(work)).Any(metric => metric.Id == Meter.MetricOf(key));
        var known = (await Meters.Declared(work)).FirstOrDefault(meter => meter.Key == key);
        return [new(known?.MeterId ?? work.NewId("mtr", IdSource.Platform), taken, known is not null && await Meters.HasCounted(key, work) ? known : null)];
    }
}
