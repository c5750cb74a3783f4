using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.WorkItems;

public sealed class ReplayWorkItemExample : Example
{
    public override string OperationName => "work_item.replay";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DeadWorkItems.Item(stage));
}
