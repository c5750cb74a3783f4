using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Members;

/// <summary>Asks the application to reset a member's account: it signs them out and clears stuck state. No data is lost, because the application keeps the previous state.</summary>
public sealed class ResetMember(ApplicationTasks tasks, DeclarationCache declarations) : ConsoleTask<NoInput>(tasks, declarations)
{
    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.ResetMember, "Reset account", "reset")
        {
            Reversal = Reversal.Compensates,
            IsExternal = true,
            IsUndoExternal = true,
            RestoredByUndo = "Your application restores the previous state of the account.",
        };

    protected override string Subject => TaskSubjectTypes.Member;

    public override Decision Decide(TaskTarget member, NoInput input) =>
        new($"Your application resets the account of {member}. No data is lost.")
        {
            Weight = new(People: 1),
            Send = [ApplicationTasks.OfferedMessage(member.TaskId)],
        };
}
