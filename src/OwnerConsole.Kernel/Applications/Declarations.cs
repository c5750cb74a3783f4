using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Loops;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Caches the application's declaration. This node sees a change immediately, other nodes within a few seconds.</summary>
public sealed class Declarations(Database database, Tasks tasks, InputSecrets secrets, Notices notices, ILogger<Declarations> log) : BackgroundService
{
    internal const string Channel = "declared";

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(2);

    public Offered Now { get; private set; } = Offered.Nothing;

    /// <summary>Loads the declared operations before any run is resumed.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Read(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Complain(error);
        }
        await base.StartAsync(cancellationToken);
    }

    internal async Task Read(CancellationToken stop)
    {
        Bound.Lift();
        await using var work = await database.Read(stop);
        Now = await Offered.Read(tasks, secrets, work);
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.Always(
            async () =>
            {
                await Notices.Wait(notices.Next(Channel), s_beat, stop);
                await Read(stop);
            },
            s_beat,
            Complain,
            stop
        );

    private void Complain(Exception error) => log.LogWarning(error, "The application's declaration can't be read. The previous declaration stays in use.");
}
