using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Settings;

/// <summary>Time zones as the options of a field.</summary>
public sealed class ZoneSource : IOptionSource
{
    public const string Source = "time_zone";

    private static readonly IReadOnlyList<Option> s_all = [.. Zone.Names.Select(name => new Option(name, name.Replace('_', ' ')))];

    public string Name => Source;

    public Task<IReadOnlyList<Option>> Find(Work work) => Task.FromResult(s_all);
}
