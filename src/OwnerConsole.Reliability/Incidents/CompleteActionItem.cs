using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Shows that an action item is done.</summary>
public sealed class CompleteActionItem : Operation<ActionItemFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("action_item.complete", "Complete action item", "completed") { Group = ActionGroup.Access, RestoredByUndo = "The action item is open again." };

    public override Task<IReadOnlyList<ActionItemFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ActionItemFacts.Load(ids, work);

    public override Refusal? Refuse(ActionItemFacts subject, NoInput input) => ActionItemFacts.FindComplete(subject);

    public override Decision Decide(ActionItemFacts subject, NoInput input) => new($"{subject} is complete.");

    public override Task Execute(IReadOnlyList<ActionItemFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            insert into incidents.completions (tenant_id, action_item_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { ids = accepted.Select(subject => subject.Id).ToArray(), run = work.RunId }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ActionItemFacts> subjects, string undoneRun, UnitOfWork work) =>
        IncidentActionItem.Completions.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
