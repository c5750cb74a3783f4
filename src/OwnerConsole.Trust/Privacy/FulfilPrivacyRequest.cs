using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Closes a privacy request that was fulfilled, with the runs that did it or a description.</summary>
public sealed class FulfilPrivacyRequest(PrivacyEvidence evidence, PrivacyEmails emails) : Operation<PrivacyRequestFacts, FulfilPrivacyRequest.Input>
{
    public const string Name = "privacy_request.fulfil";

    /// <summary>Maximum length of the link.</summary>
    private const int MaxLink = 500;

    public sealed record Input(
        [Description("Runs that did it, such as the export or the anonymisation: IDs (run_…), one per line. They must be complete and about the person.")]
            IReadOnlyList<string>? Runs = null,
        [StringLength(PrivacyRequest.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("How it was fulfilled. Needed if no run did it, or if the runs don't cover all members.")]
            string? Reason = null,
        [StringLength(MaxLink)]
        [Description("Page where the person signs in and downloads their data, for the email about an export. Don't use a link that works without signing in.")]
            string? Link = null,
        [Description("You answer the person yourself. Otherwise they receive an email, if an address is known.")] bool AnswerMyself = false
    );

    public override Input Example => new(Reason: "The name was corrected in the application.");

    public override OperationDefinition Definition =>
        new(Name, "Fulfil request", "fulfilled")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The previous status, unless it was changed again.",
            NotRestoredByUndo = "An email that was already sent.",
        };

    public override void Validate(Input input, CancellationToken stop)
    {
        var link = input.Link.TrimToNull();
        if (link is not null && !HttpsAddress.IsValid(link))
            throw Problem.Invalid("input.link", "must be an https address, such as https://app.example.com/your-data.");
    }

    public override async Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var subjects = await PrivacyRequestFacts.Load(ids, work);
        var runs = TenantTargets.Values(input.Runs);
        if (runs.Length == 0)
            return subjects;
        var members = subjects.SelectMany(subject => subject.Request?.Members ?? []).Distinct(StringComparer.Ordinal).ToArray();
        var found = await evidence.Find(runs, members, work);
        var isExplained = input.Reason.TrimToNull() is not null;
        return
        [
            .. subjects.Select(subject => subject with { Problem = PrivacyEvidence.FindProblem(runs, found, subject.Request?.Members ?? [], isExplained) }),
        ];
    }

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (
            subject.Request!.LacksIdentity ? new("identity_needed", $"Verify the identity of the person first.") // not null: not done
            : TenantTargets.Values(input.Runs).Length == 0 && input.Reason.TrimToNull() is null
                ? new("evidence_needed", $"Enter the runs that fulfilled the request, or how it was fulfilled.")
            : subject.Problem
        );

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new(
            PrivacyEmails.Explain(Sentence.Say($"{subject} is fulfilled."), subject, input.AnswerMyself),
            new Effect("status", subject.Request!.Status, PrivacyRequestStatus.Fulfilled) // not null: not refused
        );

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(PrivacyRequestFacts subject, Input input, UnitOfWork work) =>
        emails.Summarise(subject, Draft(input), work);

    public override async Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work)
    {
        await PrivacyRequestRows.Reach(
            [.. accepted.Select(subject => subject.Id)],
            PrivacyRequestStatus.Fulfilled,
            input.Reason.TrimToNull(),
            TenantTargets.Values(input.Runs),
            work
        );
        await emails.Queue(accepted, Draft(input), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await PrivacyRequest.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await PrivacyEmails.Withdraw(restored, undoneRun, work);
        return restored;
    }

    private static PrivacyEmailDraft Draft(Input input) => new(PrivacyStep.Fulfilment, input.AnswerMyself, Link: input.Link.TrimToNull());
}
