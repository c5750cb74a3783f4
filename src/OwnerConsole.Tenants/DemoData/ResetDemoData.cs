using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The application resets a tenant's test data to its initial state. Users' own data, settings and the plan are kept.</summary>
public sealed class ResetDemoData(ApplicationTasks tasks, DeclarationCache declarations) : ConsoleTask<NoInput>(tasks, declarations)
{
    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.ResetDemoData, "Reset demo data", "reset")
        {
            Reversal = Reversal.Never,
            IsExternal = true,
            NotRestoredByUndo = "Changes to the test data. Settings, the plan and all other data are kept.",
        };

    protected override string Subject => TaskSubjectTypes.Tenant;

    public override Decision Decide(TaskTarget tenant, NoInput input) =>
        new($"Your application resets the test data of {tenant}. Its settings and plan are kept.") { Send = [ApplicationTasks.OfferedMessage(tenant.TaskId)] };
}
