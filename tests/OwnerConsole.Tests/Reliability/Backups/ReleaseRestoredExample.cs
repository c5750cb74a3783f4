using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class ReleaseRestoredExample : Example
{
    public override string Of => "platform.release_restored";

    public override async Task<Given> Given(Stage stage)
    {
        await Restore(stage);
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await Restore(stage);
        return true;
    }

    private static Task Restore(Stage stage) =>
        stage
            .Console.Services.GetRequiredService<Restores>()
            .Open(stage.NewId("bak"), new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), "the latest stored change", CancellationToken.None);
}
