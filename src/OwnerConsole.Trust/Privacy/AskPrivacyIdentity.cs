using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Asks the person by email to confirm that the request is from them. The address that the console knows must answer.</summary>
public sealed class AskPrivacyIdentity(PrivacyEmails emails) : Operation<PrivacyRequestFacts, AskPrivacyIdentity.Input>
{
    public const string Name = "privacy_request.ask_identity";

    /// <summary>Maximum length of the details.</summary>
    private const int MaxDetails = 2_000;

    public sealed record Input(
        [StringLength(MaxDetails)]
        [DataType(DataType.MultilineText)]
        [Description("What else the person must do, shown in the email. Don't ask for copies of identity documents.")]
            string? Details = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Ask for identity", "asked")
        {
            Group = ActionGroup.Communication,
            Reversal = Reversal.UntilSent,
            RestoredByUndo = "The email is not sent.",
            NotRestoredByUndo = "An email that was already sent.",
        };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (
            subject.Request!.Method is not null ? new("already_verified", $"The identity for {subject} is already verified.") // not null: not done
            : subject.Request.WasInformed(PrivacyStep.Identity)
                ? new("already_asked", $"The person of {subject} was already asked. Record their answer, or ask again yourself.")
            : PrivacyRequestFacts.FindEmailProblem(subject, answersMyself: false)
        );

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new($"The person of {subject} receives an email that asks them to confirm their identity.");

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(PrivacyRequestFacts subject, Input input, UnitOfWork work) =>
        emails.Summarise(subject, Draft(input), work);

    public override Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work) => emails.Queue(accepted, Draft(input), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work) =>
        PrivacyEmails.Withdraw([.. subjects.Select(subject => subject.Id)], undoneRun, work);

    private static PrivacyEmailDraft Draft(Input input) => new(PrivacyStep.Identity, Reason: input.Details.TrimToNull());
}
