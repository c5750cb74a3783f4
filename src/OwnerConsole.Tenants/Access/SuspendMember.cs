using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Access;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Access;

/// <summary>Stops a member from signing in, without deleting data. The application is notified and blocks the sign-in; other members of the tenant are not affected.</summary>
public sealed class SuspendMember : Operation<MemberSuspensionFacts, SuspendMember.Input>
{
    public const string Name = "member.suspend";

    public sealed record Input(
        [Description("Reason for the suspension. Your application can show a different page for each cause.")]
            MemberSuspensionCause Cause = MemberSuspensionCause.Other,
        [StringLength(500)] [DataType(DataType.MultilineText)] [Description("Message that your application can show to the member.")] string? Message = null
    );

    public override Input Example => new(MemberSuspensionCause.Security, "Your account was used from several places. Contact support.");

    public override OperationDefinition Definition =>
        new(Name, "Suspend sign-in", "suspended")
        {
            Group = ActionGroup.Access,
            BulkOrder = 1,
            IsHarmful = true,
            PeopleEffect = new("loses access", "lose access"),
            Synonyms = "disable login, lock user",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The member can sign in again and finds everything as it was.",
            NotRestoredByUndo = "The member is signed out of your application and must sign in again.",
        };

    public override Task<IReadOnlyList<MemberSuspensionFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        MemberSuspensionFacts.Load(ids, work);

    public override Refusal? Refuse(MemberSuspensionFacts member, Input input) =>
        member switch
        {
            { IsAnonymised: true } => new("already_anonymised", $"{member} is anonymised."),
            { IsSuspended: true } => new("already_suspended", $"{member} is already suspended."),
            _ => null,
        };

    public override Decision Decide(MemberSuspensionFacts member, Input input) =>
        new($"{member} is suspended ({input.Cause}) and can't sign in.", new Effect("suspended_for", null, input.Cause))
        {
            Weight = new(People: 1),
            Send = [Message.Event(MemberAccessEvents.Suspended, new { input.Cause })],
        };

    public override async Task Execute(IReadOnlyList<MemberSuspensionFacts> accepted, Input input, UnitOfWork work)
    {
        await MemberSuspensionRows.Open(accepted, input.Cause, input.Message.TrimToNull(), work);
        await PortalAccess.End([.. accepted.Select(member => member.Id)], work);
    }

    public override Message[] GetUndoMessages(MemberSuspensionFacts member) => [Message.Event(MemberAccessEvents.Reactivated, new { })];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<MemberSuspensionFacts> subjects, string undoneRun, UnitOfWork work) =>
        MemberSuspensionRows.CloseOpenedBy([.. subjects.Select(member => member.Id)], undoneRun, work);
}
