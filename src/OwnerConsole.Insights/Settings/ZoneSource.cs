using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Settings;

/// <summary>Time zones as the options of a field: the one that is set comes first, so that a form which is opened anew changes nothing by itself.</summary>
public sealed class ZoneSource : IOptionSource
{
    public const string Source = "time_zone";

    public string Name => Source;

    public async Task<IReadOnlyList<Option>> Find(Work work) =>
        [.. Zone.Names.Prepend((await Reporting.Of(work)).Zone).Distinct(StringComparer.Ordinal).Select(name => new Option(name, name.Replace('_', ' ')))];
}
