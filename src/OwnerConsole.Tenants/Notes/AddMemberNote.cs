using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a note about a member. Only the team sees it.</summary>
public sealed class AddMemberNote : NoteKeeping
{
    public override Input Example => new("Prefers to be called in the morning.");

    public override Declaration Is => new("member.note", "Add note", "added") { Noun = "note", ComesBack = "The note is removed." };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => NewNoteFacts.OfMembers(ids, work);
}
