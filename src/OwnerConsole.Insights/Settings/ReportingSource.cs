using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Settings;

/// <summary>Time zones and currencies as options of a form field. The current value comes first, so that opening the form changes nothing.</summary>
public sealed class ReportingSource : IOptionSource
{
    public static readonly ReportingSource OfZones = new(Reporting.Zones, Zone.Names, now => now.ZoneName),
        OfCurrencies = new(Reporting.Currencies, Currency.Codes, now => now.Currency);

    private readonly IReadOnlyList<string> _all;
    private readonly Func<Reporting, string> _set;

    private ReportingSource(string name, IReadOnlyList<string> all, Func<Reporting, string> set) => (Name, _all, _set) = (name, all, set);

    public string Name { get; }

    public async Task<IReadOnlyList<Option>> Find(Work work) =>
        [.. _all.Prepend(_set(await Reporting.Of(work))).Distinct(StringComparer.Ordinal).Select(key => new Option(key, key.Replace('_', ' ')))];
}
