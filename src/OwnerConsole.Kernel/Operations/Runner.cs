using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Starts what was previewed and takes back what was done: a few subjects at once, in the request's own transaction; many in a lane, chunk by chunk.</summary>
public sealed class Runner(Catalogue catalogue, Previews previews, Runs runs, Database database, IdSource ids, Starting starting)
{
    /// <exception cref="Problem">not the caller's, expired, something more is asked, or nothing of it can be done any more</exception>
    public async Task<Run> Start(Caller caller, RunOrder order, IdempotencyKey? key, CancellationToken stop)
    {
        // A twin may have finished since this one looked: then its preview already sees what the first has done.
        if (key is not null && await Before(caller, key, stop) is { } before)
            return before;
        var preview = order.Seen ?? await previews.Find(caller, order.PreviewId, stop);
        var operation = catalogue.Find(preview.Operation);
        Previews.Demand(caller, operation);
        CheckAsked(caller, preview, order);
        if (order.Proof is null && operation.Is.AsksStepUp(caller))
            throw new Problem(
                403,
                "needs_step_up",
                "Confirm who you are first: this changes who has access, or where data goes. Do it in the console, with a passkey or with password and code."
            );
        if (order.At is not null && operation.Is.ShowsOnce)
            throw new Problem(422, "shown_once", "What this makes is shown once, so it is done while you look. It can't begin later.");
        var started = await Transient.Again(() => starting.Start(caller, ids.New("run"), preview, operation.Is, order, key, stop), stop);
        return await runs.Find(caller, started.RunId, stop) with { ShownOnce = started.ShownOnce };
    }

    /// <returns>the run that this key stands for; null when it is new</returns>
    /// <exception cref="Problem">422: the same key with another request</exception>
    public async Task<Run?> Before(Caller caller, IdempotencyKey key, CancellationToken stop) =>
        await Used(caller, key, stop) is { } runId ? await runs.Find(caller, runId, stop) : null;

    /// <exception cref="Problem">it can't be undone, the time is over, it was undone before, or everything has moved on</exception>
    public async Task<Run> Undo(Caller caller, string undoneRun, IdempotencyKey? key, CancellationToken stop)
    {
        var run = await runs.Find(caller, undoneRun, stop);
        var operation = catalogue.Find(run.Operation);
        Previews.Demand(caller, operation);
        if (run.UndoUntil is null)
            throw new Problem(409, "never_undone", run.UndoOf is null ? "This can't be undone." : "An undo is not undone; run the operation again.");
        if (operation.Is.Undoing.AsksStepUp(caller))
            throw new Problem(
                403,
                "needs_step_up",
                "Confirm who you are first: this undo changes who has access, or where data goes. Open the operation in the console and undo it there."
            );
        if (run.IsUnderway)
            throw new Problem(409, "underway", "This is still being carried out. Stop it first; then what was done can be undone.");
        var started = await Transient.Again(() => starting.Undo(caller, run.UndoneBy ?? ids.New("run"), run, operation.Is, key, stop), stop);
        return await runs.Find(caller, started, stop);
    }

    // A method of its own, because its connection must be back before another is asked for.
    private async Task<string?> Used(Caller caller, IdempotencyKey key, CancellationToken stop)
    {
        await using var work = await database.Look([], stop);
        return await key.Used(caller, work);
    }

    private static bool IsTyped(string name, string? typed) => typed is not null && Composed.Of(typed).Trim() == Composed.Of(name).Trim();

    private static void CheckAsked(Caller caller, Preview preview, RunOrder order)
    {
        // A key can't prove anything. What it asks for somebody else approves, who does.
        if (order.Proof is null && preview.AsksProof && (preview.Asked is Asked.StepUp || caller.Kind is CallerKind.Person))
            throw new Problem(403, "needs_step_up", "This can't be taken back: a person proves once more who they are and does it in the console.");
        if (preview.Asked is Asked.Reason or Asked.SecondPerson && string.IsNullOrWhiteSpace(order.Reason))
            throw new Problem(422, "reason_needed", "Say why; the reason is kept with the run.");
        if (preview.Confirmation is { } name && !IsTyped(name, order.Confirmation))
            throw new Problem(
                422,
                "confirmation_differs",
                string.IsNullOrWhiteSpace(order.Confirmation)
                    ? $"This can't come back. Type {name} to say what you mean."
                    : $"What you typed is not {name}. Nothing was done. Type it as it is shown.",
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["confirmation"] = [$"is {name}, exactly."] }
            );
        RunOrder.CheckReason(order.Reason);
        if (preview.Accepted == 0)
            throw Starting.Nothing([.. preview.Subjects.Select(subject => (subject.Code!, subject.Says, (Sentence?)null))], preview.Names);
        if (order.AllOrNothing && preview.Accepted < preview.Total)
            throw new Problem(409, "not_all", $"{preview.Total - preview.Accepted} of {preview.Total} can't be done, and with all or nothing nothing is.");
    }
}
