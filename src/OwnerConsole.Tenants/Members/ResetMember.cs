using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Members;

/// <summary>Asks the application to reset a member's account: it signs them out and clears stuck state. No data is lost, because the application keeps the previous state.</summary>
public sealed class ResetMember(Tasks tasks, Declarations declarations) : ConsoleTask<ResetMember.Nothing>(tasks, declarations)
{
    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(ConsoleTasks.ResetMember, "Reset account", "reset")
        {
            Reversal = Reversal.Compensates,
            Outside = true,
            UndoneOutside = true,
            ComesBack = "Your app restores the previous state of the account.",
        };

    protected override string Subject => TaskSubject.Member;

    public override Decision Decide(AppliedTo member, Nothing input) =>
        new($"Your app is asked to reset the account of {member}. No data is lost.") { Weight = new(People: 1), Send = [Tasks.Offer(member.TaskId)] };
}
