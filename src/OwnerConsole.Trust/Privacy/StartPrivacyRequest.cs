using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Shows that someone works on a privacy request.</summary>
public sealed class StartPrivacyRequest : Operation<PrivacyRequestFacts, NoInput>
{
    public const string Name = "privacy_request.start";

    public override OperationDefinition Definition =>
        new(Name, "Start work", "started") { Group = ActionGroup.Access, RestoredByUndo = "The previous status, unless it was changed again." };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, NoInput input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (subject.Request!.Status is PrivacyRequestStatus.InProgress ? new("no_change", $"{subject} is already in progress.") : null); // not null: not done

    public override Decision Decide(PrivacyRequestFacts subject, NoInput input) =>
        new($"{subject} is in progress.", new Effect("status", subject.Request!.Status, PrivacyRequestStatus.InProgress)); // not null: not refused

    public override Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, NoInput input, UnitOfWork work) =>
        PrivacyRequestRows.Reach([.. accepted.Select(subject => subject.Id)], PrivacyRequestStatus.InProgress, note: null, runs: [], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work) =>
        PrivacyRequest.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
