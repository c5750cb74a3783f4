using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Access;

/// <summary>Lifts a member's suspension, no matter who suspended them, and notifies the application.</summary>
public sealed class ReactivateMember : Operation<MemberSuspensionFacts, NoInput>
{
    public const string Name = "member.reactivate";

    public override OperationDefinition Definition =>
        new(Name, "Reactivate sign-in", "reactivated")
        {
            Group = ActionGroup.Access,
            BulkOrder = 2,
            PeopleEffect = new("can sign in again", "can sign in again"),
            Synonyms = "enable login, unlock user",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The member is suspended again, with the same cause and message.",
        };

    public override Task<IReadOnlyList<MemberSuspensionFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        MemberSuspensionFacts.Load(ids, work);

    public override Refusal? Refuse(MemberSuspensionFacts member, NoInput input) =>
        member.IsSuspended ? null : new("not_suspended", $"{member} is not suspended.");

    public override Decision Decide(MemberSuspensionFacts member, NoInput input) =>
        new($"{member} is reactivated and can sign in.", new Effect("suspended_for", member.Cause, null))
        {
            Weight = new(People: 1),
            Send = [Message.Event(MemberAccessEvents.Reactivated, new { })],
        };

    public override Task Execute(IReadOnlyList<MemberSuspensionFacts> accepted, NoInput input, UnitOfWork work) =>
        MemberSuspensionRows.Close([.. accepted.Select(member => member.Id)], work);

    public override Message[] GetUndoMessages(MemberSuspensionFacts member) => [Message.Event(MemberAccessEvents.Suspended, new { member.Cause })];

    /// <summary>Reopens the suspensions that the run closed, unless the member was suspended again or anonymised since.</summary>
    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<MemberSuspensionFacts> subjects, string undoneRun, UnitOfWork work) =>
        MemberSuspensionRows.Reopen([.. subjects.Where(member => !member.IsAnonymised).Select(member => member.Id)], undoneRun, work);
}
