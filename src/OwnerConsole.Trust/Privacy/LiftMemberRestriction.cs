using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Lifts the restriction of processing of a member's data. The person must be informed before.</summary>
public sealed class LiftMemberRestriction : Operation<RestrictionFacts, NoInput>
{
    public const string Name = "member.lift_restriction";

    public override OperationDefinition Definition =>
        new(Name, "Lift restriction", "no longer restricted")
        {
            Group = ActionGroup.Access,
            Synonyms = "GDPR article 18, privacy",
            RestoredByUndo = "The member is restricted again.",
        };

    public override Task<IReadOnlyList<RestrictionFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => RestrictionFacts.Load(ids, work);

    public override Refusal? Refuse(RestrictionFacts member, NoInput input) =>
        member.IsRestricted ? null : new("not_restricted", $"{member} is not restricted.");

    public override Decision Decide(RestrictionFacts member, NoInput input) => new($"Messages are sent to {member} again.") { Weight = new(People: 1) };

    public override Task Execute(IReadOnlyList<RestrictionFacts> accepted, NoInput input, UnitOfWork work) =>
        MemberRestrictions.Lift([.. accepted.Select(member => member.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RestrictionFacts> subjects, string undoneRun, UnitOfWork work) =>
        MemberRestrictions.UndoLift([.. subjects.Select(member => member.Id)], undoneRun, work);
}
