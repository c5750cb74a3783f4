using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reports numbers that alert rules compare with a threshold, such as the CPU use of services.</summary>
public interface IWatchedNumberSource
{
    /// <summary>Numbers of the source, in the order in which they are listed.</summary>
    IReadOnlyList<WatchedNumber> Numbers { get; }

    /// <param name="keys">Keys of the numbers to read, all of this source.</param>
    /// <param name="now">Time of the evaluation.</param>
    /// <param name="work">Can read rows of the platform. All rules are evaluated in its transaction, so only SQL can be awaited.</param>
    /// <returns>The last values, also those that are too old to be compared. Empty without data in the last day.</returns>
    Task<IReadOnlyList<NumberReading>> Read(IReadOnlyCollection<string> keys, DateTimeOffset now, UnitOfWork work);

    /// <param name="condition">Condition about a number of this source.</param>
    /// <param name="since">Start of the history.</param>
    /// <param name="work">Can read rows of the platform.</param>
    /// <returns>Periods in which the condition was met, in any order; null if no history is stored, or if there are too many.</returns>
    Task<IReadOnlyList<NumberPeriod>?> FindPast(NumberCondition condition, DateTimeOffset since, UnitOfWork work);
}
