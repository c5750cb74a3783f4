using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Starts previewed runs and undoes runs: a few subjects at once in the request's transaction, many in a lane, chunk by chunk.</summary>
public sealed class Runner(OperationCatalogue catalogue, Previews previews, Runs runs, Database database, IdGenerator ids, RunStarter starting)
{
    /// <exception cref="Problem">Not the caller's preview, expired, a confirmation is missing, or nothing can be done any more.</exception>
    public async Task<Run> Start(Caller caller, RunStartRequest order, IdempotencyKey? key, CancellationToken stop)
    {
        // A concurrent request with the same key may have finished in the meantime, and the preview already reflects its result.
        if (key is not null && await FindEarlier(caller, key, stop) is { } before)
            return before;
        var preview = order.LoadedPreview ?? await previews.Find(caller, order.PreviewId, stop);
        var operation = catalogue.Find(preview.Operation);
        Previews.RequirePermission(caller, operation);
        CheckConfirmation(caller, preview, order);
        if (order.Proof is null && operation.Definition.NeedsStepUp(caller))
            throw new Problem(
                403,
                "needs_step_up",
                "Confirm your identity first, because this changes access or where data is sent. Use the console, with a passkey or a password and code."
            );
        if (order.At is not null && operation.Definition.ShowsSecretOnce)
            throw new Problem(422, "shown_once", "The result is shown only once, so this can't be scheduled. Run it now.");
        var started = await TransientErrors.Retry(() => starting.Start(caller, ids.New("run"), preview, operation.Definition, order, key, stop), stop);
        return await runs.Find(caller, started.RunId, stop) with { ShownOnce = started.ShownOnce };
    }

    /// <returns>The run started with this key; null if the key is new.</returns>
    /// <exception cref="Problem">422: the same key was used with another request.</exception>
    public async Task<Run?> FindEarlier(Caller caller, IdempotencyKey key, CancellationToken stop) =>
        await FindEarlierId(caller, key, stop) is { } runId ? await runs.Find(caller, runId, stop) : null;

    /// <exception cref="Problem">It can't be undone, the undo period has ended, it was undone before, or everything has changed since.</exception>
    public async Task<Run> Undo(Caller caller, string undoneRun, IdempotencyKey? key, CancellationToken stop)
    {
        var run = await runs.Find(caller, undoneRun, stop);
        var operation = catalogue.Find(run.Operation);
        Previews.RequirePermission(caller, operation);
        if (run.UndoUntil is null)
            throw new Problem(409, "never_undone", run.UndoOf is null ? "This can't be undone." : "An undo can't be undone. Run the operation again.");
        if (operation.Definition.ForUndo.NeedsStepUp(caller))
            throw new Problem(
                403,
                "needs_step_up",
                "Confirm your identity first, because this undo changes access or where data is sent. Undo the operation in the console."
            );
        if (run.IsRunning)
            throw new Problem(409, "underway", "This is still running. Stop it first, then undo what was done.");
        var started = await TransientErrors.Retry(() => starting.Undo(caller, run.UndoneBy ?? ids.New("run"), run, operation.Definition, key, stop), stop);
        return await runs.Find(caller, started, stop);
    }

    // A separate method, so that the connection is released before another is requested.
    private async Task<string?> FindEarlierId(Caller caller, IdempotencyKey key, CancellationToken stop)
    {
        await using var work = await database.ReadTenants([], stop);
        return await key.FindRun(caller, work);
    }

    private static bool IsTyped(string name, string? typed) =>
        typed is not null && NfcNormalizer.Normalize(typed).Trim() == NfcNormalizer.Normalize(name).Trim();

    private static string Consequence(Preview preview) => preview.IsFinal ? "This can't be undone" : "This deletes data";

    private static void CheckConfirmation(Caller caller, Preview preview, RunStartRequest order)
    {
        // A key can't confirm an identity; an approver does so instead.
        if (
            order.Proof is null
            && preview.RequiresReauthentication
            && (preview.RequiredConfirmation is RequiredConfirmation.StepUp || caller.Kind is CallerKind.Person)
        )
            throw new Problem(403, "needs_step_up", $"{Consequence(preview)}, so a person must confirm their identity. Run it in the console.");
        if (preview.RequiredConfirmation is RequiredConfirmation.Reason or RequiredConfirmation.SecondPerson && string.IsNullOrWhiteSpace(order.Reason))
            throw new Problem(422, "reason_needed", "Enter a reason. It is stored with the run.");
        if (preview.Confirmation is { } name && !IsTyped(name, order.Confirmation))
            throw new Problem(
                422,
                "confirmation_differs",
                string.IsNullOrWhiteSpace(order.Confirmation)
                    ? $"{Consequence(preview)}. Type {name} to confirm."
                    : $"The confirmation doesn't match {name}. Nothing was changed. Type it exactly as shown.",
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["confirmation"] = [$"must be exactly {name}."] }
            );
        RunStartRequest.CheckReason(order.Reason);
        if (preview.Accepted == 0)
            throw RunStarter.NothingToDo([.. preview.Subjects.Select(subject => (subject.Code!, subject.ParsedSentence, (Sentence?)null))], preview.Names);
        if (order.AllOrNothing && preview.Accepted < preview.Total)
            throw new Problem(409, "not_all", $"{preview.Total - preview.Accepted} of {preview.Total} can't be done, and this run stops if any fail.");
    }
}
