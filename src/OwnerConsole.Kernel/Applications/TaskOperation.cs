using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An operation that is approved in the console and executed by the application, as one task per subject.</summary>
public abstract class TaskOperation<TInput>(Tasks tasks) : Operation<AppliedTo, TInput>
    where TInput : notnull
{
    /// <summary>Refusal code for subjects whose application doesn't support the operation.</summary>
    public const string NoHandler = "no_handler";

    public sealed override bool IsTask => true;

    protected abstract string Subject { get; }

    protected abstract TaskTerms Terms { get; }

    /// <returns>True when the application of the subject's mode can execute the operation.</returns>
    protected abstract bool IsOffered(AppliedTo subject);

    /// <returns>True when the application of the subject's mode can preview the operation.</returns>
    protected abstract bool IsForetold(AppliedTo subject);

    internal sealed override PreviewTask? Question(ISubject subject, JsonElement input) =>
        subject is AppliedTo one && IsForetold(one) ? new(one.TenantId, one.Id, one.Population, Is.Name, Sent(one, Json.Read<TInput>(input, "input"))) : null;

    /// <summary>Input that the application receives with the task.</summary>
    protected virtual JsonElement Sent(AppliedTo subject, TInput input) => Json.Element(input);

    public override Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, TInput input, Work work) => AppliedTo.Load(ids, Subject, Is.Name, work);

    public override Refusal? Refuse(AppliedTo subject, TInput input) =>
        subject switch
        {
            _ when !IsOffered(subject) => new(NoHandler, $"The application doesn't support this operation for {subject}."),
            { IsAnonymised: true } => new("anonymised", $"{subject} is anonymised and can no longer be identified in the application."),
            { HasEnded: true } => new("ended", $"{subject} has ended and can no longer be changed."),
            { IsUnderway: true } => new("underway", $"This operation is already running for {subject}."),
            _ => null,
        };

    public override Task Execute(IReadOnlyList<AppliedTo> accepted, TInput input, Work work) =>
        tasks.Give(accepted, Is, subject => Sent(subject, input), Terms, work);

    /// <summary>Cancels tasks that can't have reached the application, and asks the application to undo completed ones.</summary>
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
