using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Lists ignored findings again.</summary>
public sealed class ReopenFinding : Operation<FindingFacts, NoInput>
{
    public const string Name = "finding.reopen";

    public override OperationDefinition Definition =>
        new(Name, "Stop ignoring finding", "reopened") { Synonyms = "unsnooze, unmute", RestoredByUndo = "The finding is ignored again." };

    public override Task<IReadOnlyList<FindingFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => FindingFacts.Load(ids, work);

    public override Refusal? Refuse(FindingFacts finding, NoInput input) =>
        finding.State switch
        {
            FindingState.Resolved => finding.AlreadyResolved,
            FindingState.Open => new("not_ignored", $"This finding is not ignored."),
            _ => null,
        };

    public override Decision Decide(FindingFacts finding, NoInput input) => new($"The finding {finding} will be listed again.");

    public override Task Execute(IReadOnlyList<FindingFacts> accepted, NoInput input, UnitOfWork work) =>
        IgnoreFinding.Rows.Close([.. accepted.Select(finding => finding.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<FindingFacts> subjects, string undoneRun, UnitOfWork work) =>
        IgnoreFinding.Rows.Reopen([.. subjects.Select(finding => finding.Id)], undoneRun, work);
}
