using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Reopens an incident by one step: a resolved one is investigated again, and the post-mortem of a closed one can be changed again.</summary>
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
        : input.Reason.TrimToNull() is null ? new("note_needed", $"Enter why it is reopened.")
        : null;

    public override Decision Decide(IncidentFacts subject, Input input) =>
        subject.Incident!.Status is IncidentStatus.Closed // not null: not refused
            ? new($"{subject} is resolved, and its post-mortem can be changed.", new Effect("status", IncidentStatus.Closed, Next(IncidentStatus.Closed)))
            : new($"{subject} is investigated again.", new Effect("status", subject.Incident.Status, Next(subject.Incident.Status)));

    public override async Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var step in accepted.GroupBy(subject => Next(subject.Incident!.Status))) // not null: not refused
            await IncidentRows.Reach([.. step.Select(subject => subject.Id)], step.Key, work.Now, input.Reason.Trim(), work);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);

    /// <returns>One step back, so that correcting a post-mortem doesn't start the incident again.</returns>
    private static IncidentStatus Next(IncidentStatus now) => now is IncidentStatus.Closed ? IncidentStatus.Resolved : IncidentStatus.Investigating;
}
