using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class TakeBackupExample : Example
{
    public override string Of => "backup.take";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.Write("delete from backups.backups", IdSource.Platform, new { });
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Write("update backups.backups set state = 'making'", IdSource.Platform, new { });
        return true;
    }
}
