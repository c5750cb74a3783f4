using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Insights.Settings;

/// <summary>Currencies as the options of a field: the one that is set comes first, so that a form which is opened anew changes nothing by itself.</summary>
public sealed class CurrencySource : IOptionSource
{
    public const string Source = "currency";

    public string Name => Source;

    public async Task<IReadOnlyList<Option>> Find(Work work) =>
        [.. Currency.Codes.Prepend((await Reporting.Of(work)).Currency).Distinct(StringComparer.Ordinal).Select(code => new Option(code, code))];
}
