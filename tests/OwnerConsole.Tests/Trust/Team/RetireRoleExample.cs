using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RetireRoleExample : Example
{
    private string? _name;

    public override string Of => "role.retire";

    public override async Task<Given> Given(Stage stage)
    {
        _name = stage.Word();
        return new((await stage.Do("role.create", IdSource.Platform, CreateRoleExample.New(_name))).Lines[0].Created!);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("role.create", IdSource.Platform, CreateRoleExample.New(_name!)); // set when it was given
        return true;
    }
}
