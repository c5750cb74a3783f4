using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Fixtures;

/// <summary>Keeps the latest errors that consoles of this process logged, so that a failed test in a browser can show why the server answered 500.</summary>
public sealed class ServerErrors : ILoggerProvider, ILogger
{
    private const int Kept = 5;

    private static readonly ConcurrentQueue<string> s_latest = new();

    public static IReadOnlyList<string> Latest => [.. s_latest];

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        s_latest.Enqueue($"{formatter(state, exception)} {exception}");
        while (s_latest.Count > Kept)
            s_latest.TryDequeue(out _);
    }

    public void Dispose() { }
}
