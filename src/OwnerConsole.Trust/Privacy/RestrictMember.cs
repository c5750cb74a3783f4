using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Restricts processing of a member's data: it is stored, and no messages are sent to them. The application is not affected.</summary>
public sealed class RestrictMember : Operation<RestrictionFacts, RestrictMember.Input>
{
    public const string Name = "member.restrict";

    public sealed record Input([StringLength(500)] [Description("Why, such as a privacy request.")] string Reason);

    public override Input Example => new("Requested by the person.");

    public override OperationDefinition Definition =>
        new(Name, "Restrict processing", "restricted")
        {
            Group = ActionGroup.Access,
            Synonyms = "GDPR article 18, stop messages, privacy",
            RestoredByUndo = "Messages are sent to the member again.",
        };

    public override Task<IReadOnlyList<RestrictionFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => RestrictionFacts.Load(ids, work);

    public override Refusal? Refuse(RestrictionFacts member, Input input) =>
        member.IsAnonymised ? new("already_anonymised", $"{member} is anonymised.")
        : member.IsRestricted ? new("already_restricted", $"{member} is already restricted.")
        : input.Reason.TrimToNull() is null ? new("reason_needed", $"Enter why the member is restricted.")
        : null;

    public override Decision Decide(RestrictionFacts member, Input input) =>
        new($"Data of {member} is stored, but no messages are sent to them, including account and billing messages.") { Weight = new(People: 1) };

    public override Task Execute(IReadOnlyList<RestrictionFacts> accepted, Input input, UnitOfWork work) =>
        MemberRestrictions.Restrict(
            [.. accepted.Select(member => member.TenantId)],
            [.. accepted.Select(member => member.MemberId)],
            input.Reason.Trim(),
            work
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RestrictionFacts> subjects, string undoneRun, UnitOfWork work) =>
        MemberRestrictions.UndoRestrict([.. subjects.Select(member => member.Id)], undoneRun, work);
}
