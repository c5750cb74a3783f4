using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace OwnerConsole;

/// <summary>Formats log entries as one line with time in UTC and level. While the database is down every request fails alike, so these errors are logged without a stack trace.</summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(Style)
{
    public const string Style = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        textWriter.Write($" {Level(logEntry.LogLevel)} {logEntry.Category}: {OneLine(message)}");
        if (logEntry.Exception is { } error)
            textWriter.Write(IsDatabaseAway(error) ? $" {error.GetType().Name}: {OneLine(error.Message)}" : $" {OneLine(error.ToString())}");
        textWriter.Write('\n');
    }

    /// <summary>True for errors that disappear once the database responds again. A restart ends connections in several ways.</summary>
    private static bool IsDatabaseAway(Exception error) =>
        error is NpgsqlException { IsTransient: true } || (error.InnerException is { } inner && IsDatabaseAway(inner));

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "TRACE",
            LogLevel.Debug => "DEBUG",
            LogLevel.Information => "INFO",
            LogLevel.Warning => "WARN",
            LogLevel.Error => "ERROR",
            _ => "CRITICAL",
        };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
