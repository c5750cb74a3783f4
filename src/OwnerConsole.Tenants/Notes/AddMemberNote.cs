using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Keeps a note about a person, for the team alone.</summary>
public sealed class AddMemberNote : NoteKeeping
{
    public override Input Example => new("Prefers to be called in the morning.");

    public override Declaration Is => new("member.note", "Add note", "added") { Noun = "note", ComesBack = "The note goes." };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => NewNoteFacts.OfMembers(ids, work);
}
