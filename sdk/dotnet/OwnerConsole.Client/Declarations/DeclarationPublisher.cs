using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Declares the application at startup, as soon as the console is reachable.</summary>
internal sealed partial class DeclarationPublisher(
    OwnerConsoleClient console,
    ApplicationDeclaration declaration,
    TimeProvider clock,
    ILogger<DeclarationPublisher> log
) : BackgroundService
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
                Refused(refused.Message); // retrying would not help; the application continues with its previous declaration
                return;
            }
    }

    [LoggerMessage(LogLevel.Error, "The console rejected the declaration of this application: {Why}")]
    private partial void Refused(string why);
}
