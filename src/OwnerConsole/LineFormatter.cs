using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace OwnerConsole;

/// <summary>The console's own log: one line for each entry, with its time in UTC and its level. While the database is away every request fails alike, so its errors are said without a stack trace.</summary>
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

    /// <summary>What is over once the database answers again. A restart ends connections in several ways.</summary>
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
