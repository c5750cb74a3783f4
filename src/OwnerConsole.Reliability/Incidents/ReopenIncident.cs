using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Continues the work on an incident that was resolved or closed.</summary>
public sealed class ReopenIncident : Operation<IncidentFacts, ReopenIncident.Input>
{
    public sealed record Input([StringLength(500)] [Description("Why it is reopened.")] string Reason);

    public override Input Example => new("Bookings fail again.");

    public override OperationDefinition Definition =>
        new("incident.reopen", "Reopen incident", "reopened")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The previous status, unless it was changed again.",
        };

    public override Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => IncidentFacts.Load(ids, work);

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        subject.Incident is not { } incident ? IncidentFacts.FindRemoved(subject)
        : incident.Status.IsOngoing() ? new("not_resolved", $"{subject} is not resolved.")
        : IncidentRows.Text(input.Reason) is null ? new("note_needed", $"Enter why it is reopened.")
        : null;

    public override Decision Decide(IncidentFacts subject, Input input) =>
        new($"{subject} is investigated again.", new Effect("status", subject.Incident!.Status, IncidentStatus.Investigating)); // not null: not refused

    public override Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work) =>
        IncidentRows.Reach([.. accepted.Select(subject => subject.Id)], IncidentStatus.Investigating, work.Now, input.Reason.Trim(), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
