using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class ReleaseRestoredExample : Example
{
    public override string OperationName => "platform.release_restored";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await Restore(stage);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await Restore(stage);
        return true;
    }

    private static Task Restore(LawHarness stage) =>
        stage
            .Console.Services.GetRequiredService<Restores>()
            .MarkRestored(stage.NewId("bak"), new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), "the latest stored change", CancellationToken.None);
}
