using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Posts an update of a maintenance that has not ended, such as an earlier start or a later end.</summary>
public sealed class UpdateMaintenance(NoticeEmails emails) : Operation<NoticeFacts, UpdateMaintenance.Input>
{
    public const string Name = "status_maintenance.update";

    public sealed record Input(
        [StringLength(NoticeRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(NoticeRules.BodyHelp)] string Body,
        [Description(
            "Status from now on. Leave blank to keep it; the maintenance starts and ends at its times. After completed, no more updates can be posted."
        )]
            MaintenanceStatus? Status = null,
        [DataType(DataType.DateTime)]
        [Description("New end, with its offset, such as 2026-12-01T04:00:00Z. Leave blank to keep it.")]
            DateTimeOffset? EndsAt = null,
        [Description(NoticeRules.SkipHelp)] bool SkipEmail = false
    );

    public override Input Example => new("The upgrade takes longer than planned.");

    public override OperationDefinition Definition =>
        new(Name, "Update maintenance", "updated")
        {
            Noun = "maintenance",
            Group = ActionGroup.Communication,
            PeopleEffect = new("receives an email", "receive an email"),
            Synonyms = "status page, complete, extend, start, end",
            RestoredByUndo = "The update is removed from the status page, unless another one was posted since.",
            NotRestoredByUndo = "Emails that have been sent. They wait for 60 seconds.",
        };

    public override Task<IReadOnlyList<NoticeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        NoticeFacts.Load(ids, NoticeKind.Maintenance, input.SkipEmail ? null : emails, work);

    public override Refusal? Refuse(NoticeFacts subject, Input input) =>
        NoticeFacts.FindEnded(subject)
        ?? NoticeRules.FindBodyProblem(input.Body)
        ?? (input.EndsAt is { } endsAt ? NoticeRules.FindTimeProblem(StartAfter(subject, input), endsAt, subject.Now) : null);

    public override Decision Decide(NoticeFacts subject, Input input) =>
        new(
            $"An update of {subject} is posted. It is sent to {subject.Recipients:subscriber}.",
            [.. ListEffects(subject, subject.Notice!, input)] // not null: not refused
        )
        {
            Weight = new(People: subject.Recipients),
        };

    private static IEnumerable<Effect> ListEffects(NoticeFacts subject, StatusNotice notice, Input input)
    {
        yield return new("status", null, StatusAfter(subject, input)); // the earlier status stays in the list of updates
        var start = StartAfter(subject, input);
        if (start != notice.StartsAt)
            yield return new("starts_at", notice.StartsAt, start);
        if (input.EndsAt is { } end && end != notice.EndsAt)
            yield return new("ends_at", notice.EndsAt, end);
    }

    public override async Task Execute(IReadOnlyList<NoticeFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
        {
            var (notice, status) = (subject.Notice!, StatusAfter(subject, input)); // not null: not refused
            var changed = notice with { StartsAt = StartAfter(subject, input), EndsAt = input.EndsAt ?? notice.EndsAt };
            if (changed.StartsAt != notice.StartsAt || changed.EndsAt != notice.EndsAt)
                await StatusNotice.Open(changed, work);
            await StatusNotice.AddUpdate(subject.UpdateId, subject.Id, status, input.Body.Trim(), work);
            if (!input.SkipEmail)
                await emails.Queue(changed, subject.UpdateId, status, input.Body.Trim(), work);
        }
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NoticeFacts> subjects, string undoneRun, UnitOfWork work) =>
        UpdateNotice.Withdraw(subjects, undoneRun, work);

    /// <returns>The announced start, or now if the update starts the maintenance earlier. One that is completed before its start keeps it.</returns>
    private static DateTimeOffset StartAfter(NoticeFacts subject, Input input)
    {
        var announced = subject.Notice!.StartsAt!.Value; // not null: a maintenance that was not refused
        return input.Status is MaintenanceStatus.InProgress or MaintenanceStatus.Verifying && subject.Now < announced ? subject.Now : announced;
    }

    private static NoticeStatus StatusAfter(NoticeFacts subject, Input input) => input.Status?.ToNotice() ?? subject.Notice!.StatusAt(subject.Now); // not null: not refused
}
