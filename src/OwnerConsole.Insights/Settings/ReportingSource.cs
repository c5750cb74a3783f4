using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Settings;

/// <summary>Time zones and currencies as options of a form field. The current value comes first, so that opening the form changes nothing.</summary>
public sealed class ReportingSource : IOptionSource
{
    public static readonly ReportingSource Zones = new(ReportingSettings.Zones, Zone.Names, now => now.ZoneName),
        Currencies = new(ReportingSettings.Currencies, Currency.Codes, now => now.Currency);

    private readonly IReadOnlyList<string> _all;
    private readonly Func<ReportingSettings, string> _current;

    private ReportingSource(string name, IReadOnlyList<string> all, Func<ReportingSettings, string> set) => (Name, _all, _current) = (name, all, set);

    public string Name { get; }

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. _all.Prepend(_current(await ReportingSettings.Of(work))).Distinct(StringComparer.Ordinal).Select(key => new Option(key, key.Replace('_', ' ')))];
}
