using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Posts an incident to the status page, and informs subscribers.</summary>
public sealed class PostNotice(NoticeEmails emails) : Operation<NoticeFacts, PostNotice.Input>
{
    public const string Name = "status_notice.post";

    public sealed record Input(
        [StringLength(NoticeRules.MaxTitle)] [Description("What readers notice, such as Bookings fail.")] string Title,
        [StringLength(NoticeRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(NoticeRules.BodyHelp)] string Body,
        [Description("Current status.")] OutageStatus Status = OutageStatus.Investigating,
        [Description("How much readers are affected.")] NoticeImpact Impact = NoticeImpact.Minor,
        [OptionsFrom(StatusComponentSource.Key)] [Description(NoticeRules.ComponentsHelp)] IReadOnlyList<string>? Components = null,
        [OptionsFrom(StatusIncidentSource.Key)]
        [Description("Incident of the team that it is about. The page doesn't show it. Leave blank for none.")]
            string? Incident = null,
        [Description(NoticeRules.SkipHelp)] bool SkipEmail = false
    );

    public override Input Example => new("Bookings fail", "We are looking for the cause.");

    public override OperationDefinition Definition =>
        new(Name, "Post to status page", "posted")
        {
            Subject = "platform",
            Noun = "status notice",
            Group = ActionGroup.Communication,
            PeopleEffect = new("receives an email", "receive an email"),
            Synonyms = "status page, outage, announce, incident, public, notify",
            RestoredByUndo = "The notice is removed from the status page, unless it was updated since.",
            NotRestoredByUndo = "Emails that have been sent. They wait for 60 seconds.",
        };

    public override Task<IReadOnlyList<NoticeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        NoticeFacts.LoadNew(ids, StatusNotice.IncidentPrefix, input.Components, input.Incident.TrimToNull(), input.SkipEmail ? null : emails, work);

    public override Refusal? Refuse(NoticeFacts subject, Input input) =>
        NoticeRules.FindTitleProblem(input.Title) ?? NoticeRules.FindBodyProblem(input.Body) ?? subject.Problem;

    public override Decision Decide(NoticeFacts subject, Input input) =>
        new($"A notice with the impact {input.Impact} is posted to the status page. It is sent to {subject.Recipients:subscriber}.")
        {
            Created = subject.NewId,
            Weight = new(People: subject.Recipients),
        };

    public override async Task Execute(IReadOnlyList<NoticeFacts> accepted, Input input, UnitOfWork work)
    {
        var (subject, status) = (accepted[0], input.Status.ToNotice());
        var notice = new StatusNotice(
            subject.NewId,
            NoticeKind.Incident,
            input.Title.Trim(),
            input.Impact,
            TenantTargets.Values(input.Components),
            input.Incident.TrimToNull(),
            StartsAt: null,
            EndsAt: null,
            subject.Now,
            status,
            subject.Now
        );
        await StatusNotice.Open(notice, work);
        await StatusNotice.AddUpdate(subject.UpdateId, notice.Id, status, input.Body.Trim(), work);
        if (!input.SkipEmail)
            await emails.Queue(notice, subject.UpdateId, status, input.Body.Trim(), work);
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NoticeFacts> subjects, string undoneRun, UnitOfWork work) => Withdraw(undoneRun, work);

    /// <summary>Removes the notice of a run unless it was updated since.</summary>
    /// <returns>The platform if it was removed.</returns>
    internal static async Task<IReadOnlyList<string>> Withdraw(string undoneRun, UnitOfWork work)
    {
        var removed = await StatusNotice.Versions.CloseOpenedBy(ids: null, undoneRun, work, IsUnchanged);
        if (removed.Count > 0)
        {
            await StatusNotice.Updates.CloseOpenedBy(removed, undoneRun, work);
            await NoticeEmails.Withdraw(undoneRun, work);
        }
        work.Notify(StatusSnapshots.Channel);
        return removed.Count > 0 ? [IdGenerator.Platform] : [];
    }

    private const string IsUnchanged = """
        not exists (
          select from status_pages.notice_updates x
           where x.tenant_id = this.tenant_id and x.notice_id = this.notice_id and x.closed_by is null and x.opened_by <> this.opened_by)
        """;
}
