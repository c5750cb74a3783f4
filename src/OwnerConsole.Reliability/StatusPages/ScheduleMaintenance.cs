using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Announces a maintenance on the status page. It starts and ends at its times.</summary>
public sealed class ScheduleMaintenance(NoticeEmails emails) : Operation<NoticeFacts, ScheduleMaintenance.Input>
{
    public const string Name = "status_maintenance.schedule";

    public sealed record Input(
        [StringLength(NoticeRules.MaxTitle)] [Description("What is changed, such as Database upgrade.")] string Title,
        [StringLength(NoticeRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(NoticeRules.BodyHelp)] string Body,
        [DataType(DataType.DateTime)] [Description("When it starts, with its offset, such as 2026-12-01T02:00:00Z.")] DateTimeOffset StartsAt,
        [DataType(DataType.DateTime)] [Description("When it ends, with its offset, such as 2026-12-01T03:00:00Z.")] DateTimeOffset EndsAt,
        [OptionsFrom(StatusComponentSource.Key)]
        [Description("Affected components. They are shown as under maintenance while it lasts.")]
            IReadOnlyList<string>? Components = null,
        [Description(NoticeRules.SkipHelp)] bool SkipEmail = false
    );

    public override Input Example =>
        new(
            "Database upgrade",
            "Bookings can't be changed for a few minutes.",
            new(2099, 1, 12, 2, 0, 0, TimeSpan.Zero), // a maintenance must end in the future
            new(2099, 1, 12, 3, 0, 0, TimeSpan.Zero)
        );

    public override OperationDefinition Definition =>
        new(Name, "Schedule maintenance", "scheduled")
        {
            Subject = "platform",
            Noun = "maintenance",
            Group = ActionGroup.Communication,
            PeopleEffect = new("receives an email", "receive an email"),
            Synonyms = "status page, downtime, planned, announce, window",
            RestoredByUndo = "The maintenance is removed from the status page, unless it was updated since.",
            NotRestoredByUndo = "Emails that have been sent. They wait for 60 seconds.",
        };

    public override Task<IReadOnlyList<NoticeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        NoticeFacts.LoadNew(ids, StatusNotice.MaintenancePrefix, input.Components, incident: null, input.SkipEmail ? null : emails, work);

    public override Refusal? Refuse(NoticeFacts subject, Input input) =>
        NoticeRules.FindTitleProblem(input.Title)
        ?? NoticeRules.FindBodyProblem(input.Body)
        ?? NoticeRules.FindTimeProblem(input.StartsAt, input.EndsAt, subject.Now)
        ?? subject.Problem;

    public override Decision Decide(NoticeFacts subject, Input input) =>
        new($"A maintenance from {input.StartsAt} to {input.EndsAt} is announced. It is sent to {subject.Recipients:subscriber}.")
        {
            Created = subject.NewId,
            Weight = new(People: subject.Recipients),
        };

    public override async Task Execute(IReadOnlyList<NoticeFacts> accepted, Input input, UnitOfWork work)
    {
        var subject = accepted[0];
        var notice = new StatusNotice(
            subject.NewId,
            NoticeKind.Maintenance,
            input.Title.Trim(),
            NoticeImpact.None,
            TenantTargets.Values(input.Components),
            IncidentId: null,
            input.StartsAt,
            input.EndsAt,
            subject.Now,
            NoticeStatus.Scheduled,
            subject.Now
        );
        await StatusNotice.Open(notice, work);
        await StatusNotice.AddUpdate(subject.UpdateId, notice.Id, NoticeStatus.Scheduled, input.Body.Trim(), work);
        if (!input.SkipEmail)
            await emails.Queue(notice, subject.UpdateId, NoticeStatus.Scheduled, input.Body.Trim(), work);
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NoticeFacts> subjects, string undoneRun, UnitOfWork work) =>
        PostNotice.Withdraw(undoneRun, work);
}
