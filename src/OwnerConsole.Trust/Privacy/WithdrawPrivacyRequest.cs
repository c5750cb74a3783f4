using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Closes a privacy request that the person no longer wants.</summary>
public sealed class WithdrawPrivacyRequest : Operation<PrivacyRequestFacts, WithdrawPrivacyRequest.Input>
{
    public const string Name = "privacy_request.withdraw";

    public sealed record Input(
        [StringLength(PrivacyRequest.MaxText)] [DataType(DataType.MultilineText)] [Description("How the person withdrew it.")] string? Note = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Withdraw request", "withdrawn") { Group = ActionGroup.Access, RestoredByUndo = "The previous status, unless it was changed again." };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) => PrivacyRequestFacts.FindDone(subject);

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new($"{subject} is withdrawn.", new Effect("status", subject.Request!.Status, PrivacyRequestStatus.Withdrawn)); // not null: not refused

    public override Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work) =>
        PrivacyRequestRows.Reach([.. accepted.Select(subject => subject.Id)], PrivacyRequestStatus.Withdrawn, input.Note.TrimToNull(), runs: [], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work) =>
        PrivacyRequest.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
