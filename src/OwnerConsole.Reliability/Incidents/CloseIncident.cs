using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Completes the post-mortem of a resolved incident. A severe incident needs a root cause first, and its open action items an owner and a due date.</summary>
public sealed class CloseIncident : Operation<IncidentFacts, NoInput>
{
    public const string Name = "incident.close";

    public override OperationDefinition Definition =>
        new(Name, "Close incident", "closed") { Group = ActionGroup.Access, RestoredByUndo = "The previous status, unless it was changed again." };

    public override async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        var loaded = new List<IncidentFacts>();
        foreach (var subject in await IncidentFacts.Load(ids, work)) // usually one
            loaded.Add(subject with { Items = await IncidentActionItem.ListOf(subject.Id, work), RootCause = await RootCause.Find(subject.Id, work) });
        return loaded;
    }

    public override Refusal? Refuse(IncidentFacts subject, NoInput input) =>
        subject.Incident is not { } incident ? IncidentFacts.FindRemoved(subject)
        : incident.Status is IncidentStatus.Closed ? new("already_closed", $"{subject} is already closed.")
        : incident.Status.IsOngoing() ? new("not_resolved", $"{subject} is not resolved. Resolve it first.")
        : CloseRule.CountUnplanned(incident.Severity, subject.Items.Select(item => item.Planned)) is var unplanned and > 0
            ? new("unplanned_items", $"{unplanned:open action item} of {subject} must have an owner and a due date first.")
        : CloseRule.NeedsRootCause(incident.Severity) && subject.RootCause is null ? new("root_cause_needed", $"Write the root cause of {subject} first.")
        : null;

    public override Decision Decide(IncidentFacts subject, NoInput input) =>
        new($"{subject} is closed.", new Effect("status", subject.Incident!.Status, IncidentStatus.Closed)); // not null: not refused

    public override Task Execute(IReadOnlyList<IncidentFacts> accepted, NoInput input, UnitOfWork work) =>
        IncidentRows.Reach([.. accepted.Select(subject => subject.Id)], IncidentStatus.Closed, work.Now, note: null, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
