using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Members;

/// <summary>The application gives a person a fresh start without losing anything: sessions are signed out, what is stuck is cleared. It keeps what was there, so that it can put it back.</summary>
public sealed class ResetMember(Tasks tasks, Declarations declarations) : ConsoleTask<ResetMember.Nothing>(tasks, declarations)
{
    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(ConsoleTasks.ResetMember, "Reset account", "reset")
        {
            Reversal = Reversal.Compensates,
            Outside = true,
            UndoneOutside = true,
            ComesBack = "The account as it was: the application has kept it.",
        };

    protected override string Subject => TaskSubject.Member;

    public override Decision Decide(AppliedTo member, Nothing input) =>
        new($"The application is asked to reset the account of {member}. Nothing of it is lost.")
        {
            Weight = new(People: 1),
            Send = [Tasks.Offer(member.TaskId)],
        };
}
