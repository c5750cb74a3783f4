using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Writes the console's own errors and slow queries to the log each minute while a rule counts them, so that rules can alert about them.</summary>
/// <remarks>
/// Each process of the console writes separate entries, so rules count the entries of all processes. Counts that are not yet written are lost if the process is
/// killed.
/// </remarks>
public sealed class ConsoleProblemReporter(Database database, ConsoleProblemCounter counter, LogWriter logbook, ILogger<ConsoleProblemReporter> log)
    : BackgroundService
{
    /// <summary>Code of the log entry about errors, and about slow queries.</summary>
    public const string ErrorsCode = "console_errors",
        SlowQueriesCode = "console_slow_queries";

    /// <summary>Queries of pages take milliseconds, those of reports less than a second.</summary>
    private const double SlowSeconds = 2;

    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    /// <summary>Writes what was counted since the last time. Without a rule that counts it, it is dropped.</summary>
    public async Task Flush(CancellationToken stop)
    {
        var found = counter.Take();
        if (found == default)
            return;
        try
        {
            await using var work = await database.Write(WriteOrigin.Intake("alerts.console_problems"), [IdGenerator.Platform], stop);
            var counted = await work.List<string>(
                """
                select distinct c.code from alerts.rules r cross join unnest(r.codes) c(code)
                 where r.tenant_id = 'tnt_platform' and r.closed_by is null and c.code in ('console_errors', 'console_slow_queries')
                """
            );
            var lines = new List<LogLine>();
            if (found.Errors > 0 && counted.Contains(ErrorsCode))
                lines.Add(Line(Sentence.Say($"A process of the console has logged {found.Errors:error} within a minute."), ErrorsCode));
            if (found.SlowQueries > 0 && counted.Contains(SlowQueriesCode))
                lines.Add(
                    Line(Sentence.Say($"A process of the console has run {found.SlowQueries:slow query|slow queries} within a minute."), SlowQueriesCode)
                );
            if (lines.Count == 0)
                return;
            logbook.Write(lines, work);
            await work.Commit();
        }
        catch // It is reported with the next turn.
        {
            counter.Add(found);
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = Listen();
        await Loop.RunForever(
            async () =>
            {
                await Task.Delay(s_interval, stoppingToken);
                await Flush(stoppingToken);
            },
            s_interval,
            error => log.LogWarning(error, "Errors and slow queries of the console could not be written yet."), // an error would count itself
            stoppingToken
        );
    }

    /// <summary>Npgsql measures each command for everyone who listens.</summary>
    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument is { Meter.Name: "Npgsql", Name: "db.client.operation.duration" })
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, seconds, _, _) =>
            {
                if (seconds > SlowSeconds)
                    counter.CountSlowQuery();
            }
        );
        listener.Start();
        return listener;
    }

    private static LogLine Line(Sentence sentence, string code) => new(IdGenerator.Platform, "system", "system", "failed", sentence) { Code = code };
}
