using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Refuses a privacy request with the reason that the person receives.</summary>
public sealed class RefusePrivacyRequest(PrivacyEmails emails) : Operation<PrivacyRequestFacts, RefusePrivacyRequest.Input>
{
    public const string Name = "privacy_request.refuse";

    public sealed record Input(
        [StringLength(PrivacyRequest.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("Why, as the person reads it. The email adds that they can complain to an authority.")]
            string Reason,
        [Description("You answer the person yourself. Otherwise they receive an email, if an address is known.")] bool AnswerMyself = false
    );

    public override Input Example => new("The identity could not be verified.");

    public override OperationDefinition Definition =>
        new(Name, "Refuse request", "refused")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The previous status, unless it was changed again.",
            NotRestoredByUndo = "An email that was already sent.",
        };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject) ?? (input.Reason.TrimToNull() is null ? new("reason_needed", $"Enter why the request is refused.") : null);

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new(
            PrivacyEmails.Explain(Sentence.Say($"{subject} is refused."), subject, input.AnswerMyself),
            new Effect("status", subject.Request!.Status, PrivacyRequestStatus.Refused) // not null: not refused
        );

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(PrivacyRequestFacts subject, Input input, UnitOfWork work) =>
        emails.Summarise(subject, Draft(input), work);

    public override async Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work)
    {
        await PrivacyRequestRows.Reach([.. accepted.Select(subject => subject.Id)], PrivacyRequestStatus.Refused, input.Reason.Trim(), runs: [], work);
        await emails.Queue(accepted, Draft(input), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await PrivacyRequest.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await PrivacyEmails.Withdraw(restored, undoneRun, work);
        return restored;
    }

    private static PrivacyEmailDraft Draft(Input input) => new(PrivacyStep.Refusal, input.AnswerMyself, input.Reason.Trim());
}
