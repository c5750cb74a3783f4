using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Numbers that a rule can watch, with their units.</summary>
public sealed class AlertNumberSource(WatchedNumbers numbers) : IOptionSource
{
    public const string Key = "alert_number";

    public string Name => Key;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. numbers.All.Select(number => new Option(number.Key, $"{number.Title} ({number.Unit})"))]);
}
