using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RemovePersonExample : Example
{
    public override string OperationName => "person.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Colleague.Join(stage));
}
