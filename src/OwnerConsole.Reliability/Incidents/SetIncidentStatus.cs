using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Shows how far the work on an ongoing incident is.</summary>
public sealed class SetIncidentStatus : Operation<IncidentFacts, SetIncidentStatus.Input>
{
    public const string Name = "incident.set_status";

    public sealed record Input(
        [Description("Current status.")] IncidentStatus Status,
        [StringLength(IncidentVersion.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("Findings so far. They are shown in the timeline.")]
            string? Note = null
    );

    public override Input Example => new(IncidentStatus.Investigating);

    public override OperationDefinition Definition =>
        new(Name, "Set incident status", "updated") { Group = ActionGroup.Access, RestoredByUndo = "The previous status, unless it was changed again." };

    public override Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => IncidentFacts.Load(ids, work);

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        IncidentFacts.FindClosed(subject)
        ?? (
            subject.Incident!.Status == input.Status ? new("no_change", $"{subject} already has the status {input.Status}.") // not null: not removed
            : input.Status.IsOngoing() && subject.Incident.Status.IsOngoing() && subject.Incident.Status.CanBecome(input.Status) ? null
            : new("wrong_status", $"The status can be investigating, identified or monitoring. Use Resolve, Close and Reopen for the others.")
        );

    public override Decision Decide(IncidentFacts subject, Input input) =>
        new($"{subject} is now {input.Status}.", new Effect("status", subject.Incident!.Status, input.Status)); // not null: not refused

    public override Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work) =>
        IncidentRows.Reach([.. accepted.Select(subject => subject.Id)], input.Status, work.Now, input.Note.TrimToNull(), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
