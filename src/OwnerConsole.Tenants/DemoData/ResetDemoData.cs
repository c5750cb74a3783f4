using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The application puts a tenant's test data back to how it came. What people have made themselves, its settings and its plan stay.</summary>
public sealed class ResetDemoData(Tasks tasks, Declarations declarations) : ConsoleTask<ResetDemoData.Nothing>(tasks, declarations)
{
    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(ConsoleTasks.ResetDemoData, "Reset demo data", "reset")
        {
            Reversal = Reversal.Never,
            Outside = true,
            StaysGone = "The test data as it was changed. Settings, the plan and everything that is not test data stay as they are.",
        };

    protected override string Subject => TaskSubject.Tenant;

    public override Decision Decide(AppliedTo tenant, Nothing input) =>
        new($"The application is asked to put back the test data of {tenant}. Its settings and its plan stay.") { Send = [Tasks.Offer(tenant.TaskId)] };
}
