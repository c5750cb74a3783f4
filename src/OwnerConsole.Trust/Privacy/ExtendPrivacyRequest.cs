using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Extends the deadline of a privacy request once, before it has passed. The person is informed of the reason.</summary>
public sealed class ExtendPrivacyRequest(PrivacyEmails emails) : Operation<PrivacyRequestFacts, ExtendPrivacyRequest.Input>
{
    public const string Name = "privacy_request.extend";

    public sealed record Input(
        [StringLength(PrivacyRequest.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("Why more time is needed, as the person reads it.")]
            string Reason,
        [Description("You answer the person yourself. Otherwise they receive an email, if an address is known.")] bool AnswerMyself = false
    );

    public override Input Example => new("The data is in many systems.");

    public override OperationDefinition Definition =>
        new(Name, "Extend deadline", "extended")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The previous deadline, unless the request was answered.",
            NotRestoredByUndo = "An email that was already sent.",
        };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (
            FindDay(subject) is null ? new("not_extendable", $"The deadline of an opt-out or a limit of sensitive data can't be extended.")
            : subject.Request!.ExtensionReason is not null ? new("already_extended", $"The deadline of {subject} was already extended. The law allows it once.") // not null: not done
            : subject.Request.DueOn < subject.Today ? new("overdue", $"The deadline of {subject} has passed, so it can't be extended any more.")
            : input.Reason.TrimToNull() is null ? new("reason_needed", $"Enter why more time is needed.")
            : null
        );

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new(
            PrivacyEmails.Explain(
                Sentence.Say($"The answer to {subject} is due on {FindDay(subject)!.Value}."), // not null: not refused
                subject,
                input.AnswerMyself
            )
        );

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(PrivacyRequestFacts subject, Input input, UnitOfWork work) =>
        emails.Summarise(subject, Draft(input), work);

    public override async Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into privacy.extensions (tenant_id, request_id, due_on, reason, opened_by, opened_at)
            select 'tnt_platform', n.id, n.due_on, @reason, @run, clock_timestamp() from unnest(@ids, @days) n(id, due_on)
            """,
            new
            {
                ids = accepted.Select(subject => subject.Id).ToArray(),
                days = accepted.Select(subject => FindDay(subject)!.Value).ToArray(), // not null: not refused
                reason = input.Reason.Trim(),
                run = work.RunId,
            }
        );
        await emails.Queue(accepted, Draft(input), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await PrivacyRequest.Extensions.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work, IsUnanswered);
        await PrivacyEmails.Withdraw(restored, undoneRun, work);
        return restored;
    }

    /// <summary>The deadline of an answered request is evidence and stays.</summary>
    private const string IsUnanswered = """
        not exists (select from privacy.statuses x
                     where x.tenant_id = this.tenant_id and x.request_id = this.request_id and x.closed_by is null and x.status in ('fulfilled', 'refused', 'withdrawn'))
        """;

    private static PrivacyEmailDraft Draft(Input input) => new(PrivacyStep.Extension, input.AnswerMyself, input.Reason.Trim()) { DueOn = FindDay };

    private static DateOnly? FindDay(PrivacyRequestFacts subject) =>
        subject.Request is { } request ? PrivacyDeadline.ExtendedTo(request.Law, request.Kind, request.ReceivedOn) : null;
}
