using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RetireRoleExample : Example
{
    private string? _name;

    public override string OperationName => "role.retire";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        _name = stage.Word();
        return new((await stage.Run("role.create", IdGenerator.Platform, CreateRoleExample.New(_name))).Lines[0].Created!);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("role.create", IdGenerator.Platform, CreateRoleExample.New(_name!)); // set by Arrange
        return true;
    }
}
