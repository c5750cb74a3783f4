using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Hides an error from the list. Its occurrences are still counted.</summary>
public sealed class IgnoreErrorGroup : Operation<ErrorGroupFacts, NoInput>
{
    public const string Name = "error_group.ignore";

    public override OperationDefinition Definition =>
        new(Name, "Ignore error", "ignored")
        {
            Group = ActionGroup.Access,
            Noun = "error",
            Synonyms = "mute, archive, hide",
            RestoredByUndo = "The error has its previous state.",
        };

    public override Task<IReadOnlyList<ErrorGroupFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ErrorGroupFacts.Load(ids, work);

    public override Refusal? Refuse(ErrorGroupFacts subject, NoInput input) =>
        subject.State is ErrorState.Ignored ? new("already_ignored", $"{subject} is already ignored.") : null;

    public override Decision Decide(ErrorGroupFacts subject, NoInput input) =>
        new($"{subject} is hidden from the list and is never marked as regressed. Its occurrences are still counted.");

    public override Task Execute(IReadOnlyList<ErrorGroupFacts> accepted, NoInput input, UnitOfWork work) =>
        ErrorGroupFacts.Decide(accepted, ErrorState.Ignored, null, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ErrorGroupFacts> subjects, string undoneRun, UnitOfWork work) =>
        ErrorGroupFacts.Decisions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
