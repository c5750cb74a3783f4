using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Marks a resolved, regressed or ignored error as unresolved.</summary>
public sealed class ReopenErrorGroup : Operation<ErrorGroupFacts, NoInput>
{
    public const string Name = "error_group.reopen";

    public override OperationDefinition Definition =>
        new(Name, "Reopen error", "reopened")
        {
            Group = ActionGroup.Access,
            Noun = "error",
            RestoredByUndo = "The error has its previous state.",
        };

    public override Task<IReadOnlyList<ErrorGroupFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ErrorGroupFacts.Load(ids, work);

    public override Refusal? Refuse(ErrorGroupFacts subject, NoInput input) =>
        subject.State is ErrorState.Unresolved ? new("already_unresolved", $"{subject} is already unresolved.") : null;

    public override Decision Decide(ErrorGroupFacts subject, NoInput input) => new($"{subject} is unresolved.");

    public override Task Execute(IReadOnlyList<ErrorGroupFacts> accepted, NoInput input, UnitOfWork work) =>
        ErrorGroupFacts.Decisions.Close([.. accepted.Select(subject => subject.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ErrorGroupFacts> subjects, string undoneRun, UnitOfWork work) =>
        ErrorGroupFacts.Decisions.Reopen([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
