using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Insights.Settings;

/// <summary>Finds active meters by part of a name or key. There are at most dozens.</summary>
public sealed class MeterFinder : IFinder
{
    public string Kind => "meter";

    public string Permission => SettingsRoutes.ReadMeters;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        SearchHit.Among((await Meters.List(work)).Select(meter => (meter.MeterId!, meter.Name, meter.Key)), Kind, SettingsRoutes.Address, text, most); // stored meters have an ID
}
