using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Caches the application's declaration. This node sees a change immediately, other nodes within a few seconds.</summary>
public sealed class DeclarationCache(
    Database database,
    ApplicationTasks tasks,
    InputSecrets secrets,
    NotificationListener notices,
    ILogger<DeclarationCache> log
) : BackgroundService
{
    internal const string Channel = "declared";

    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(2);

    public DeclarationSnapshot Current { get; private set; } = DeclarationSnapshot.Empty;

    /// <summary>Loads the declared operations before any run is resumed.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Read(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailure(error);
        }
        await base.StartAsync(cancellationToken);
    }

    internal async Task Read(CancellationToken stop)
    {
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        Current = await DeclarationSnapshot.Read(tasks, secrets, work);
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                await NotificationListener.Wait(notices.Next(Channel), s_pollInterval, stop);
                await Read(stop);
            },
            s_pollInterval,
            LogFailure,
            stop
        );

    private void LogFailure(Exception error) => log.LogWarning(error, "The application's declaration can't be read. The previous declaration stays in use.");
}
