using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RemovePersonExample : Example
{
    public override string Of => "person.remove";

    public override async Task<Given> Given(Stage stage) => new(await Colleague.Join(stage));
}
