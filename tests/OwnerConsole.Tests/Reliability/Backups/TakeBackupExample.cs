using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class TakeBackupExample : Example
{
    public override string OperationName => "backup.take";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Write("delete from backups.backups", IdGenerator.Platform, new { });
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Write("update backups.backups set state = 'creating'", IdGenerator.Platform, new { });
        return true;
    }
}
