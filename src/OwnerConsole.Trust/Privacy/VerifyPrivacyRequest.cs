using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Records how the identity of a person was verified, which an export and an erasure need.</summary>
public sealed class VerifyPrivacyRequest : Operation<PrivacyRequestFacts, VerifyPrivacyRequest.Input>
{
    public const string Name = "privacy_request.verify";

    public sealed record Input(
        [Description("How the identity was verified.")] IdentityMethod Method,
        [StringLength(500)] [Description("Details, such as the date of a call. Don't enter numbers of documents.")] string? Note = null
    );

    public override Input Example => new(IdentityMethod.KnownEmail);

    public override OperationDefinition Definition =>
        new(Name, "Verify identity", "verified")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The identity is not verified, unless the status was changed since.",
        };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (
            subject.Request!.Method is not null ? new("already_verified", $"The identity for {subject} is already verified.") // not null: not done
            : input.Method is IdentityMethod.Other && input.Note.TrimToNull() is null ? new("note_needed", $"Describe how the identity was verified.")
            : null
        );

    public override Decision Decide(PrivacyRequestFacts subject, Input input)
    {
        var before = subject.Request!.Status; // not null: not refused
        var after = before.AfterVerification();
        Effect[] effects = before == after ? [] : [new("status", before, after)];
        return new($"The identity of the person of {subject} is verified ({input.Method}).", effects);
    }

    public override async Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work)
    {
        await PrivacyRequestRows.AddIdentity([.. accepted.Select(subject => subject.Id)], input.Method, input.Note.TrimToNull(), work);
        // A row is added even if the status stays, so that undo finds out whether the request was changed since.
        foreach (var step in accepted.GroupBy(subject => subject.Request!.Status.AfterVerification())) // not null: not refused
            await PrivacyRequestRows.Reach([.. step.Select(subject => subject.Id)], step.Key, note: null, runs: [], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await PrivacyRequest.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        if (restored.Count > 0)
            await PrivacyRequest.Checks.CloseOpenedBy(restored, undoneRun, work);
        return restored;
    }
}
