using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Confirms to the person that their request was received, by email or as recorded by the team.</summary>
public sealed class ConfirmPrivacyRequest(PrivacyEmails emails) : Operation<PrivacyRequestFacts, ConfirmPrivacyRequest.Input>
{
    public const string Name = "privacy_request.confirm";

    public sealed record Input([Description("You confirmed it yourself, such as by phone. No email is sent.")] bool AnswerMyself = false);

    public override Input Example => new(AnswerMyself: true);

    public override OperationDefinition Definition =>
        new(Name, "Confirm receipt", "confirmed")
        {
            Group = ActionGroup.Communication,
            Reversal = Reversal.UntilSent,
            RestoredByUndo = "The receipt is not confirmed, and the email is not sent.",
            NotRestoredByUndo = "An email that was already sent.",
        };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (
            subject.Request!.WasInformed(PrivacyStep.Receipt) // not null: not done
                ? new("already_confirmed", $"The receipt of {subject} is already confirmed.")
                : PrivacyRequestFacts.FindEmailProblem(subject, input.AnswerMyself)
        );

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new(PrivacyEmails.Explain(Sentence.Say($"The receipt of {subject} is confirmed."), subject, input.AnswerMyself));

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(PrivacyRequestFacts subject, Input input, UnitOfWork work) =>
        emails.Summarise(subject, Draft(input), work);

    public override Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work) =>
        input.AnswerMyself
            ? PrivacyMessageRows.Open([.. accepted.Select(subject => subject.Id)], [.. accepted.Select(_ => (string?)null)], PrivacyStep.Receipt, work)
            : emails.Queue(accepted, Draft(input), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work)
    {
        string[] ids = [.. subjects.Select(subject => subject.Id)];
        var byTeam = await PrivacyRequest.Messages.CloseOpenedBy(ids, undoneRun, work, "this.email_id is null");
        return [.. byTeam, .. await PrivacyEmails.Withdraw(ids, undoneRun, work)];
    }

    private static PrivacyEmailDraft Draft(Input input) => new(PrivacyStep.Receipt, input.AnswerMyself);
}
