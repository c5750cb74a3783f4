using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The application resets a tenant's test data to its initial state. Users' own data, settings and the plan are kept.</summary>
public sealed class ResetDemoData(Tasks tasks, Declarations declarations) : ConsoleTask<ResetDemoData.Nothing>(tasks, declarations)
{
    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(ConsoleTasks.ResetDemoData, "Reset demo data", "reset")
        {
            Reversal = Reversal.Never,
            Outside = true,
            StaysGone = "Changes to the test data. Settings, the plan and all other data are kept.",
        };

    protected override string Subject => TaskSubject.Tenant;

    public override Decision Decide(AppliedTo tenant, Nothing input) =>
        new($"Your app resets the test data of {tenant}. Its settings and plan are kept.") { Send = [Tasks.Offer(tenant.TaskId)] };
}
