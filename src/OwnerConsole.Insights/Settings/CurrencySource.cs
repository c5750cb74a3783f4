using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Insights.Settings;

/// <summary>Currencies as the options of a field.</summary>
public sealed class CurrencySource : IOptionSource
{
    public const string Source = "currency";

    private static readonly IReadOnlyList<Option> s_all = [.. Currency.Codes.Select(code => new Option(code, code))];

    public string Name => Source;

    public Task<IReadOnlyList<Option>> Find(Work work) => Task.FromResult(s_all);
}
