using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.WorkItems;

public sealed class DiscardWorkItemExample : Example
{
    public override string OperationName => "work_item.discard";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DeadWorkItems.Item(stage));
}
