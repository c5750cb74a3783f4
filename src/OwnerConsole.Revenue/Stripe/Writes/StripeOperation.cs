using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes a record in Stripe. The run waits until Stripe has carried it out and the copy of the object is read again.</summary>
public abstract class StripeOperation<TSubject, TInput> : Operation<TSubject, TInput>
    where TSubject : IStripeRecord
    where TInput : notnull
{
    /// <summary>Stripe's name of the subject's type.</summary>
    protected abstract string Type { get; }

    /// <returns>Why the record's state doesn't allow the change; null if it does.</returns>
    protected abstract Refusal? FindRefusal(TSubject subject, TInput input);

    protected abstract StripeCall CreateCall(TSubject subject, TInput input);

    /// <summary>The call that reverts the change; null if it can only be stopped before it is sent.</summary>
    /// <param name="subject">The record before the change.</param>
    protected virtual StripeCall? CreateUndoCall(TSubject subject, TInput input) => null;

    public sealed override Refusal? Refuse(TSubject subject, TInput input) =>
        subject.IsRequested ? new("in_progress", $"Stripe is already asked to change {subject}. Wait for its answer.") : FindRefusal(subject, input);

    /// <summary>Stores what the console must know about the change itself, in the transaction that requests it.</summary>
    protected virtual Task Record(IReadOnlyList<TSubject> accepted, TInput input, UnitOfWork work) => Task.CompletedTask;

    public sealed override async Task Execute(IReadOnlyList<TSubject> accepted, TInput input, UnitOfWork work)
    {
        await Record(accepted, input, work);
        await Enqueue(
            [
                .. accepted.Select(subject =>
                    (ToQueued(subject, CreateCall(subject, input)), CreateUndoCall(subject, input) is { } undo ? ToQueued(subject, undo) : null)
                ),
            ],
            Definition.Reversal is Reversal.UntilSent ? work.Now + OperationDefinition.SendDelay : null,
            undoes: null,
            work
        );
    }

    public sealed override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TSubject> subjects, string undoneRun, UnitOfWork work)
    {
        string[] ids = [.. subjects.Select(subject => subject.Id)];
        var stopped = await StripeRequests.Stop(ids, undoneRun, work);
        await work.Withdraw(
            [.. subjects.Where(subject => stopped.Contains(subject.Id)).Select(subject => ObjectReader.LaneOf(subject.AccountId, subject.Id))],
            undoneRun
        );
        if (!Definition.IsUndoExternal)
            return stopped;
        var tenants = subjects.ToDictionary(subject => subject.Id, subject => subject.TenantId, StringComparer.Ordinal);
        var calls = await StripeRequests.FindUndoCalls(ids, undoneRun, work);
        await Enqueue([.. calls.Select(call => (call with { TenantId = tenants[call.SubjectId] }, (QueuedCall?)null))], at: null, undoneRun, work);
        return [.. stopped, .. calls.Select(call => call.SubjectId)];
    }

    private static async Task Enqueue(IReadOnlyList<(QueuedCall Call, QueuedCall? Undo)> calls, DateTimeOffset? at, string? undoes, UnitOfWork work)
    {
        await StripeRequests.Open(calls, undoes, work);
        foreach (var (call, _) in calls)
            await work.Enqueue(
                ObjectReader.LaneOf(call.Account, call.SubjectId), // the lane that reads the object, so that an older copy can't replace the result
                StripeWriter.Kind,
                call with
                {
                    OpenedAt = work.Now,
                },
                at
            );
        work.WakeWorkers();
    }

    private QueuedCall ToQueued(TSubject subject, StripeCall call) =>
        new(
            subject.AccountId,
            subject.Mode,
            subject.TenantId,
            subject.Id,
            Type,
            call.Path,
            call.IsDelete,
            call.Form.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal),
            call.Done.ToJson(),
            OpenedAt: default, // set when it is requested
            call.Secret,
            call.Credits.Count == 0 ? null : call.Credits
        );
}
