using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Declares when the application starts, as soon as the console is there.</summary>
internal sealed partial class DeclaringLoop(OwnerConsoleClient console, ApplicationDeclaration declaration, TimeProvider clock, ILogger<DeclaringLoop> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; ; failures++)
            try
            {
                await console.Declare(declaration, stoppingToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Backoff.After(failures, asked: null), clock, stoppingToken);
            }
            catch (RefusedException refused)
            {
                Refused(refused.Message); // it would be refused again; the application does what it did before
                return;
            }
    }

    [LoggerMessage(LogLevel.Error, "The console does not take what this application declares: {Why}")]
    private partial void Refused(string why);
}
