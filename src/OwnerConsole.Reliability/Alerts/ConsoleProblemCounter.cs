using Microsoft.Extensions.Logging;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Counts the console's own errors and slow queries in memory.</summary>
/// <remarks>It depends on nothing, because loggers are created before everything else.</remarks>
public sealed class ConsoleProblemCounter : ILoggerProvider
{
    private long _errors,
        _slowQueries;

    public ILogger CreateLogger(string categoryName) => new ErrorLogger(this);

    public void CountSlowQuery() => Interlocked.Increment(ref _slowQueries);

    /// <returns>What was counted since the last call.</returns>
    public ConsoleProblems Take() => new(Interlocked.Exchange(ref _errors, 0), Interlocked.Exchange(ref _slowQueries, 0));

    /// <summary>Adds what could not be reported yet.</summary>
    public void Add(ConsoleProblems problems)
    {
        Interlocked.Add(ref _errors, problems.Errors);
        Interlocked.Add(ref _slowQueries, problems.SlowQueries);
    }

    public void Dispose()
    {
        // Nothing is open.
    }

    private void CountError() => Interlocked.Increment(ref _errors);

    private sealed class ErrorLogger(ConsoleProblemCounter counter) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                counter.CountError();
        }
    }
}

/// <summary>Problems of the console itself.</summary>
/// <param name="Errors">Number of log messages of the levels error and critical.</param>
/// <param name="SlowQueries">Number of queries that took longer than two seconds.</param>
public readonly record struct ConsoleProblems(long Errors, long SlowQueries);
