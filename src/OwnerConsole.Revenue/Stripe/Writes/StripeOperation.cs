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
    protected virtual StripeCall? CreateUndoCall(TSubject subject) => null;

    public sealed override Refusal? Refuse(TSubject subject, TInput input) =>
        subject.IsRequested ? new("in_progress", $"Stripe is already asked to change {subject}. Wait for its answer.") : FindRefusal(subject, input);

    public sealed override Task Execute(IReadOnlyList<TSubject> accepted, TInput input, UnitOfWork work) =>
        Enqueue(
            [.. accepted.Select(subject => (subject, CreateCall(subject, input)))],
            Definition.Reversal is Reversal.UntilSent ? work.Now + OperationDefinition.SendDelay : null,
            work
        );

    public sealed override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TSubject> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await StripeRequests.Stop([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await work.Withdraw(
            [.. subjects.Where(subject => stopped.Contains(subject.Id)).Select(subject => ObjectReader.LaneOf(subject.AccountId, subject.Id))],
            undoneRun
        );
        if (!Definition.IsUndoExternal)
            return stopped;
        var settled = await StripeRequests.FindSettled([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        List<(TSubject Subject, StripeCall Call)> calls =
        [
            .. subjects
                .Where(subject => settled.Contains(subject.Id))
                .Select(subject => (Subject: subject, Call: CreateUndoCall(subject)))
                .Where(reverted => reverted.Call is not null)
                .Select(reverted => (reverted.Subject, reverted.Call!)),
        ];
        await Enqueue(calls, at: null, work);
        return [.. stopped, .. calls.Select(call => call.Subject.Id)];
    }

    private async Task Enqueue(IReadOnlyList<(TSubject Subject, StripeCall Call)> calls, DateTimeOffset? at, UnitOfWork work)
    {
        await StripeRequests.Open([.. calls.Select(call => call.Subject.Id)], work);
        foreach (var (subject, call) in calls)
            await work.Enqueue(
                ObjectReader.LaneOf(subject.AccountId, subject.Id), // the lane that reads the object, so that an older copy can't replace the result
                StripeWriter.Kind,
                new QueuedCall(
                    subject.AccountId,
                    subject.Mode,
                    subject.TenantId,
                    subject.Id,
                    Type,
                    call.Path,
                    call.IsDelete,
                    call.Form.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal),
                    call.Done.ToJson(),
                    work.Now
                ),
                at
            );
        work.WakeWorkers();
    }
}
