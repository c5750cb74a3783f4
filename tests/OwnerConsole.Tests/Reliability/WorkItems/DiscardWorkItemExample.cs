using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.WorkItems;

public sealed class DiscardWorkItemExample : Example
{
    public override string Of => "work_item.discard";

    public override async Task<Given> Given(Stage stage) => new(await Dead.Item(stage));
}
