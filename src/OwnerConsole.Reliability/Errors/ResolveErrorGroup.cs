using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Marks an error as fixed. If it occurs again, it is marked as regressed.</summary>
public sealed class ResolveErrorGroup : Operation<ErrorGroupFacts, ResolveErrorGroup.Input>
{
    public const string Name = "error_group.resolve";

    private const int MaxRelease = 200;

    public sealed record Input(
        [StringLength(MaxRelease)]
        [Description(
            "Release with the fix. Occurrences in other releases that reported errors before now don't count as regressions. Leave blank if it is fixed everywhere."
        )]
            string? Release = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Resolve error", "resolved")
        {
            Group = ActionGroup.Access,
            Noun = "error",
            Synonyms = "fixed, solved, close",
            RestoredByUndo = "The error has its previous state.",
        };

    public override Task<IReadOnlyList<ErrorGroupFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ErrorGroupFacts.Load(ids, work);

    public override Refusal? Refuse(ErrorGroupFacts subject, Input input) =>
        subject.State is ErrorState.Resolved ? new("already_resolved", $"{subject} is already resolved.")
        : input.Release is { } release && (release.Length > MaxRelease || release.Any(char.IsControl))
            ? new("bad_release", $"The release can have at most {MaxRelease} printable characters.")
        : null;

    public override Decision Decide(ErrorGroupFacts subject, Input input) =>
        string.IsNullOrWhiteSpace(input.Release)
            ? new($"{subject} is resolved. If it occurs again, it is marked as regressed.")
            : new($"{subject} is resolved. If it occurs in this release, or in one that reports its first error later, it is marked as regressed.");

    public override Task Execute(IReadOnlyList<ErrorGroupFacts> accepted, Input input, UnitOfWork work) =>
        ErrorGroupFacts.Decide(accepted, ErrorState.Resolved, input.Release.TrimToNull(), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ErrorGroupFacts> subjects, string undoneRun, UnitOfWork work) =>
        ErrorGroupFacts.Decisions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
