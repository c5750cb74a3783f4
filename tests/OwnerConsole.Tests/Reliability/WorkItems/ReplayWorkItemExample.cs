using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.WorkItems;

public sealed class ReplayWorkItemExample : Example
{
    public override string Of => "work_item.replay";

    public override async Task<Given> Given(Stage stage) => new(await Dead.Item(stage));
}
