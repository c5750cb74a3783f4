using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Posts an update of an incident on the status page.</summary>
public sealed class UpdateNotice(NoticeEmails emails) : Operation<NoticeFacts, UpdateNotice.Input>
{
    public const string Name = "status_notice.update";

    public sealed record Input(
        [StringLength(NoticeRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(NoticeRules.BodyHelp)] string Body,
        [Description("Status from now on. After resolved, no more updates can be posted.")] OutageStatus Status,
        [Description(NoticeRules.SkipHelp)] bool SkipEmail = false
    );

    public override Input Example => new("A fix is deployed.", OutageStatus.Monitoring);

    public override OperationDefinition Definition =>
        new(Name, "Update status notice", "updated")
        {
            Group = ActionGroup.Communication,
            PeopleEffect = new("receives an email", "receive an email"),
            Synonyms = "status page, resolve, inform",
            RestoredByUndo = "The update is removed from the status page, unless another one was posted since.",
            NotRestoredByUndo = "Emails that have been sent. They wait for 60 seconds.",
        };

    public override Task<IReadOnlyList<NoticeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        NoticeFacts.Load(ids, NoticeKind.Incident, input.SkipEmail ? null : emails, work);

    public override Refusal? Refuse(NoticeFacts subject, Input input) => NoticeFacts.FindEnded(subject) ?? NoticeRules.FindBodyProblem(input.Body);

    public override Decision Decide(NoticeFacts subject, Input input) =>
        new(
            $"An update of {subject} is posted. It is sent to {subject.Recipients:subscriber}.",
            new Effect("status", null, input.Status.ToNotice()) // the earlier status stays in the list of updates
        )
        {
            Weight = new(People: subject.Recipients),
        };

    public override async Task Execute(IReadOnlyList<NoticeFacts> accepted, Input input, UnitOfWork work)
    {
        var status = input.Status.ToNotice();
        foreach (var subject in accepted) // usually one
        {
            await StatusNotice.AddUpdate(subject.UpdateId, subject.Id, status, input.Body.Trim(), work);
            if (!input.SkipEmail)
                await emails.Queue(subject.Notice!, subject.UpdateId, status, input.Body.Trim(), work); // not null: not refused
        }
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NoticeFacts> subjects, string undoneRun, UnitOfWork work) =>
        Withdraw(subjects, undoneRun, work);

    /// <summary>Removes the updates of a run, unless others were posted since, and restores the times before it.</summary>
    /// <returns>The restored notices.</returns>
    internal static async Task<IReadOnlyList<string>> Withdraw(IReadOnlyList<NoticeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await StatusNotice.Updates.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        if (removed.Count > 0)
        {
            await StatusNotice.Versions.Undo(removed, undoneRun, work);
            await NoticeEmails.Withdraw(undoneRun, work);
        }
        work.Notify(StatusSnapshots.Channel);
        return removed;
    }
}
