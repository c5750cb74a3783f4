using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Adds a note to the timeline of an incident. Notes are never changed; a correction is another note.</summary>
public sealed class AddIncidentNote : Operation<IncidentFacts, AddIncidentNote.Input>
{
    public const string Name = "incident.note";

    public sealed record Input(
        [StringLength(IncidentVersion.MaxText)] [DataType(DataType.MultilineText)] [Description("Event, finding or action.")] string Note
    );

    public override Input Example => new("The database of the provider is read-only. Their status page confirms it.");

    public override OperationDefinition Definition =>
        new(Name, "Add incident note", "noted")
        {
            Group = ActionGroup.Communication,
            DoneSentence = "Note added",
            RestoredByUndo = "The text of the note is hidden. The timeline shows that there was one.",
        };

    public override Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => IncidentFacts.Load(ids, work);

    public override Refusal? Refuse(IncidentFacts subject, Input input) =>
        IncidentFacts.FindClosed(subject) ?? (string.IsNullOrWhiteSpace(input.Note) ? new("note_needed", $"Enter a note.") : null);

    public override Decision Decide(IncidentFacts subject, Input input) => new($"A note is added to {subject}.");

    public override Task Execute(IReadOnlyList<IncidentFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into incidents.notes (tenant_id, incident_id, note, opened_by, opened_at)
            select 'tnt_platform', id, @note, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = accepted.Select(subject => subject.Id).ToArray(),
                note = input.Note.Trim(),
                run = work.RunId,
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<IncidentFacts> subjects, string undoneRun, UnitOfWork work) =>
        Incident.Notes.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
