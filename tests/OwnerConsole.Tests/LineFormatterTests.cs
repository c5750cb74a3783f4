using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests;

public sealed class LineFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_with_its_time_and_its_level()
    {
        var line = Written(LogLevel.Warning, "Two\nlines", error: null);

        line.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARN Some\.Category: Two lines\n$");
    }

    [Fact]
    public void An_unreachable_database_is_logged_without_a_stack_trace_and_a_fault_with_one()
    {
        var away = Written(LogLevel.Error, "GET /tenants", Thrown(new NpgsqlException("Exception while reading from stream", new IOException("gone"))));
        var wrapped = Written(LogLevel.Error, "GET /tenants", Thrown(new InvalidOperationException("x", new NpgsqlException("away", new IOException("gone")))));
        var fault = Written(LogLevel.Error, "GET /tenants", Thrown(new InvalidOperationException("a mistake")));

        away.ShouldEndWith("ERROR Some.Category: GET /tenants NpgsqlException: Exception while reading from stream\n");
        wrapped.ShouldNotContain(" at OwnerConsole");
        fault.ShouldContain("a mistake");
        fault.ShouldContain(nameof(LineFormatterTests));
        fault.Count(letter => letter == '\n').ShouldBe(1);
    }

    private static Exception Thrown(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception thrown)
        {
            return thrown; // with a stack trace
        }
    }

    private static string Written(LogLevel level, string message, Exception? error)
    {
        using var text = new StringWriter();
        new LineFormatter(new JumpingClock()).Write(new LogEntry<string>(level, "Some.Category", default, message, error, (state, _) => state), null, text);
        return text.ToString();
    }
}
