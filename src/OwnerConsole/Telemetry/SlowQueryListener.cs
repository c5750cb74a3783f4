using OwnerConsole.Data;

namespace OwnerConsole.Telemetry;

/// <summary>Reports slow queries to Sentry while the console runs.</summary>
internal sealed class SlowQueryListener(Database database, SentryReporter sentry) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        database.SlowQueries.Listen(sentry.Report);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        database.SlowQueries.Listen(null);
        return Task.CompletedTask;
    }
}
