using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Adds what must be done so that an incident doesn't happen again.</summary>
public sealed class AddActionItem : Operation<IncidentFacts, ActionItemInput>
{
    public const string Name = "incident.add_action_item";

    public override ActionItemInput Example => new("Alert on the duration of locks");

    public override OperationDefinition Definition =>
        new(Name, "Add action item", "added")
        {
            Noun = "action item",
            Synonyms = "follow-up, task, to-do",
            DoneSentence = "Action item added",
            RestoredByUndo = "The action item is removed, unless it was changed or completed since.",
        };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, ActionItemInput input, UnitOfWork work)
    {
        var team = await CallerLookup.ListWhoCan(IncidentRoutes.Read, work);
        return
        [
            .. (await IncidentFacts.Load(ids, work)).Select(subject => subject with { NewId = work.NewId(IncidentActionItem.Prefix, subject.Id), Team = team }),
        ];
    }

    public override Refusal? Refuse(IncidentFacts subject, ActionItemInput input) => IncidentFacts.FindClosed(subject) ?? input.FindProblem(subject.Team);

    public override Decision Decide(IncidentFacts subject, ActionItemInput input) =>
        new($"An action item is added to {subject}.", new Effect("owner", null, input.Owner.TrimToNull())) { Created = subject.NewId };

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, ActionItemInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await IncidentActionItem.Open(input.ToItem(subject.NewId, subject.Id), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await IncidentActionItem.Versions.CloseOpenedBy(
            ids: null,
            undoneRun,
            work,
            """
            not exists (select from incidents.completions c
                         where c.tenant_id = this.tenant_id and c.action_item_id = this.action_item_id and c.closed_by is null)
            """
        );
        var incidents = await work.List<string>(
            "select distinct t.incident_id from incidents.action_items t where t.tenant_id = 'tnt_platform' and t.action_item_id = any(@removed)",
            new { removed = removed.ToArray() }
        );
        return [.. subjects.Select(subject => subject.Id).Intersect(incidents, StringComparer.Ordinal)];
    }
}
