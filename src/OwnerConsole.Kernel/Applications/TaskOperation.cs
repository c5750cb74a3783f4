using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An operation that is decided here and carried out by the application, as a task for each subject.</summary>
public abstract class TaskOperation<TInput>(Tasks tasks) : Operation<AppliedTo, TInput>
    where TInput : notnull
{
    /// <summary>Why a subject is refused that the application doesn't carry it out for.</summary>
    public const string NoHandler = "no_handler";

    public sealed override bool IsTask => true;

    protected abstract string Subject { get; }

    protected abstract TaskTerms Terms { get; }

    /// <returns>true when the application of the subject's population carries it out</returns>
    protected abstract bool IsOffered(AppliedTo subject);

    /// <returns>true when the application of the subject's population says beforehand what it would do</returns>
    protected abstract bool IsForetold(AppliedTo subject);

    internal sealed override PreviewTask? Question(ISubject subject, JsonElement input) =>
        subject is AppliedTo one && IsForetold(one) ? new(one.TenantId, one.Id, one.Population, Is.Name, Sent(one, Json.Read<TInput>(input, "input"))) : null;

    /// <summary>What the application is handed with the task.</summary>
    protected virtual JsonElement Sent(AppliedTo subject, TInput input) => Json.Element(input);

    public override Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, TInput input, Work work) => AppliedTo.Load(ids, Subject, Is.Name, work);

    public override Refusal? Refuse(AppliedTo subject, TInput input) =>
        subject switch
        {
            _ when !IsOffered(subject) => new(NoHandler, $"The application doesn't carry this out for {subject}."),
            { IsAnonymised: true } => new("anonymised", $"{subject} is anonymised; the application knows nothing of it any more."),
            { HasEnded: true } => new("ended", $"{subject} has ended; nothing is done to it any more."),
            { IsUnderway: true } => new("underway", $"The application is already at it for {subject}."),
            _ => null,
        };

    public override Task Execute(IReadOnlyList<AppliedTo> accepted, TInput input, Work work) =>
        tasks.Give(accepted, Is, subject => Sent(subject, input), Terms, work);

    /// <summary>What can't have reached the application is taken away; what it has done it is asked to take back.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AppliedTo> subjects, string undoneRun, Work work)
    {
        var withdrawn = await Tasks.Withdraw([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        var asked = await tasks.TakeBack([.. subjects.Where(subject => !subject.IsUnderway)], Is, undoneRun, Terms.Within, work);
        return [.. withdrawn, .. asked];
    }

    public override Message[] TellUndone(AppliedTo subject) =>
        subject.Unsent is { } task ? [Tasks.Cancel(task, Is.Name)]
        : subject.IsUnderway ? []
        : [Tasks.Offer(subject.TaskId)];
}
