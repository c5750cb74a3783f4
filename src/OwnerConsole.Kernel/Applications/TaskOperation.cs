using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An operation that is approved in the console and executed by the application, as one task per subject.</summary>
public abstract class TaskOperation<TInput>(ApplicationTasks tasks) : Operation<TaskTarget, TInput>
    where TInput : notnull
{
    /// <summary>Refusal code for subjects whose application doesn't support the operation.</summary>
    public const string NoHandler = "no_handler";

    public sealed override bool IsTask => true;

    protected abstract string Subject { get; }

    protected abstract TaskOptions Options { get; }

    /// <returns>True when the application of the subject's mode can execute the operation.</returns>
    protected abstract bool IsOffered(TaskTarget subject);

    /// <returns>True when the application of the subject's mode can preview the operation.</returns>
    protected abstract bool SupportsPreview(TaskTarget subject);

    internal sealed override PreviewTask? CreatePreviewTask(ISubject subject, JsonElement input) =>
        subject is TaskTarget one && SupportsPreview(one)
            ? new(one.TenantId, one.Id, one.Mode, Definition.Name, GetPayload(one, Json.ReadStored<TInput>(input, "input")))
            : null;

    /// <summary>Input that the application receives with the task.</summary>
    protected virtual JsonElement GetPayload(TaskTarget subject, TInput input) => Json.Element(input);

    public override Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, TInput input, UnitOfWork work) =>
        TaskTarget.Load(ids, Subject, Definition.Name, work);

    public override Refusal? Refuse(TaskTarget subject, TInput input) =>
        subject switch
        {
            _ when !IsOffered(subject) => new(NoHandler, $"The application doesn't support this operation for {subject}."),
            { IsAnonymised: true } => new("anonymised", $"{subject} is anonymised and can no longer be identified in the application."),
            { HasEnded: true } => new("ended", $"{subject} has ended and can no longer be changed."),
            { IsInProgress: true } => new("underway", $"This operation is already running for {subject}."),
            _ => null,
        };

    public override Task Execute(IReadOnlyList<TaskTarget> accepted, TInput input, UnitOfWork work) =>
        tasks.Create(accepted, Definition, subject => GetPayload(subject, input), Options, work);

    /// <summary>Cancels tasks that can't have reached the application, and asks the application to undo completed ones.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TaskTarget> subjects, string undoneRun, UnitOfWork work)
    {
        var withdrawn = await ApplicationTasks.Withdraw([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        var asked = await tasks.RequestUndo([.. subjects.Where(subject => !subject.IsInProgress)], Definition, undoneRun, Options.Timeout, work);
        return [.. withdrawn, .. asked];
    }

    public override Message[] GetUndoMessages(TaskTarget subject) =>
        subject.Unsent is { } task ? [ApplicationTasks.CancelledMessage(task, Definition.Name)]
        : subject.IsInProgress ? []
        : [ApplicationTasks.OfferedMessage(subject.TaskId)];
}
