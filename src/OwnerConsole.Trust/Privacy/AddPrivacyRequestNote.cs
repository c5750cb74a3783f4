using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Adds a note to a privacy request, also after it is done. Notes are never changed; a correction is another note.</summary>
public sealed class AddPrivacyRequestNote : Operation<PrivacyRequestFacts, AddPrivacyRequestNote.Input>
{
    public const string Name = "privacy_request.note";

    public sealed record Input(
        [StringLength(PrivacyRequest.MaxText)] [DataType(DataType.MultilineText)] [Description("Message, finding or agreement.")] string Note
    );

    public override Input Example => new("Asked which invoices are meant.");

    public override OperationDefinition Definition =>
        new(Name, "Add privacy note", "noted")
        {
            Group = ActionGroup.Communication,
            DoneSentence = "Note added",
            RestoredByUndo = "The text of the note is hidden. The timeline shows that there was one.",
        };

    public override Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        PrivacyRequestFacts.Load(ids, work);

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindRemoved(subject) ?? (string.IsNullOrWhiteSpace(input.Note) ? new("note_needed", $"Enter a note.") : null);

    public override Decision Decide(PrivacyRequestFacts subject, Input input) => new($"A note is added to {subject}.");

    public override Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work) =>
        PrivacyRequestRows.AddNote([.. accepted.Select(subject => subject.Id)], input.Note.Trim(), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work) =>
        PrivacyRequest.Notes.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
