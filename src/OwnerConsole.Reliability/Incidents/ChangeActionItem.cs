using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Changes an open action item, such as its owner and due date.</summary>
public sealed class ChangeActionItem : Operation<ActionItemFacts, ActionItemInput>
{
    public const string Name = "action_item.change";

    public override ActionItemInput Example => new("Alert on the duration of locks", DueOn: new(2026, 12, 24));

    public override OperationDefinition Definition =>
        new(Name, "Change action item", "changed") { RestoredByUndo = "The previous text, owner, date and link, unless they were changed again." };

    public override async Task<IReadOnlyList<ActionItemFacts>> Load(IReadOnlyList<string> ids, ActionItemInput input, UnitOfWork work)
    {
        var team = await CallerLookup.ListWhoCan(IncidentRoutes.Read, work);
        var loaded = await ActionItemFacts.Load(ids, work);
        var closed = (await Incident.List([.. loaded.Select(subject => subject.Item?.IncidentId).OfType<string>()], work))
            .Where(incident => incident.Status is IncidentStatus.Closed && CloseRule.NeedsPlannedItems(incident.Severity))
            .Select(incident => incident.Id)
            .ToHashSet(StringComparer.Ordinal);
        return [.. loaded.Select(subject => subject with { Team = team, MustStayPlanned = subject.Item is { } item && closed.Contains(item.IncidentId) })];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await IncidentActionItem.List([subjectId], work) is [var item]
            ?
            [
                ("description", item.Description),
                ("owner", item.Owner),
                ("due_on", item.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ("link", item.Link),
            ]
            : [];

    public override Refusal? Refuse(ActionItemFacts subject, ActionItemInput input) =>
        ActionItemFacts.FindComplete(subject)
        ?? input.FindProblem(subject.Team)
        ?? (
            input.ToItem(subject.Id, subject.Item!.IncidentId) == subject.Item ? new("no_change", $"There are no changes to save.") // not null: it is open
            : subject.MustStayPlanned && (input.Owner.TrimToNull() is null || input.DueOn is null)
                ? new("unplanned_items", $"The incident of {subject} is closed. Keep an owner and a due date.")
            : null
        );

    public override Decision Decide(ActionItemFacts subject, ActionItemInput input) =>
        new(
            $"{subject} is changed.",
            new Effect("owner", subject.Item!.Owner, input.Owner.TrimToNull()),
            new Effect("due_on", subject.Item.DueOn, input.DueOn)
        ); // not null: not refused

    public override async Task Execute(IReadOnlyList<ActionItemFacts> accepted, ActionItemInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await IncidentActionItem.Open(input.ToItem(subject.Id, subject.Item!.IncidentId), work); // not null: not refused
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ActionItemFacts> subjects, string undoneRun, UnitOfWork work) =>
        IncidentActionItem.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
