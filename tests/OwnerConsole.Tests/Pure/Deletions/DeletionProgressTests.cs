using OwnerConsole.Pure.Deletions;

namespace OwnerConsole.Tests.Pure.Deletions;

public sealed class DeletionProgressTests
{
    [Theory]
    [InlineData(true, true, false, false, false, true, DeletionStep.Finish)]
    [InlineData(false, false, false, false, false, true, DeletionStep.Ask)]
    [InlineData(false, false, false, false, false, false, DeletionStep.Erase)] // the application declares no task
    [InlineData(false, true, false, false, true, true, DeletionStep.Wait)]
    [InlineData(false, true, false, false, true, false, DeletionStep.Wait)] // it declared the task until a moment ago
    [InlineData(false, false, false, false, true, true, DeletionStep.Wait)] // someone anonymises the tenant at the same time
    [InlineData(false, true, true, false, false, true, DeletionStep.Retry)]
    [InlineData(false, false, true, false, false, true, DeletionStep.Ask)] // after a failure
    [InlineData(false, false, true, false, false, false, DeletionStep.Erase)] // after a failure, the application no longer declares the task
    [InlineData(false, false, true, true, false, true, DeletionStep.Erase)] // it answered after the deadline
    public void The_next_step_depends_on_what_is_stored(
        bool isErased,
        bool isAsked,
        bool hasTaskEnded,
        bool isTaskDone,
        bool isBusy,
        bool canAsk,
        DeletionStep next
    ) => new DeletionProgress(isErased, isAsked, hasTaskEnded, isTaskDone, isBusy, canAsk).Next.ShouldBe(next);
}
