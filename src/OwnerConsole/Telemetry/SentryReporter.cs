using OwnerConsole.Data;
using Sentry;

namespace OwnerConsole.Telemetry;

/// <summary>Reports the console's own errors and slow queries to Sentry: exceptions that are logged as errors, and statements. Off by default.</summary>
/// <remarks>Messages and data of exceptions are left out, because they can contain personal data. Requests are named by their route.</remarks>
internal sealed class SentryReporter(IHttpContextAccessor requests, TimeProvider clock, string dsn) : ILoggerProvider
{
    private readonly SlowQueryLimit _slowQueries = new(clock);
    private bool _isDisposed;

    // An own client instead of the global one, so that several consoles of one process don't share it, and nothing else is collected.
    private readonly SentryClient _client = new(
        new SentryOptions
        {
            Dsn = dsn,
            Release = $"owner-console@{SentryEvents.Version}",
            SendDefaultPii = false,
            AttachStacktrace = false,
            AutoSessionTracking = false,
            DisableFileWrite = true, // otherwise the library stores an ID of this installation
        }
    );

    public ILogger CreateLogger(string categoryName) => new ErrorLogger(categoryName, requests, _client);

    /// <summary>Reports a slow query, unless there were too many. The client sends it in the background.</summary>
    public void Report(SlowQuery query)
    {
        if (_slowQueries.TryTake(query.Sql))
            _client.CaptureEvent(SentryEvents.Of(query, requests.HttpContext));
    }

    /// <summary>Waits for some seconds until the last errors are sent.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true)) // the container disposes it for each of its services
            _client.Dispose();
    }

    private sealed class ErrorLogger(string category, IHttpContextAccessor requests, SentryClient client) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null && IsEnabled(logLevel))
                client.CaptureEvent(SentryEvents.Of(category, exception, state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], requests.HttpContext));
        }
    }
}
