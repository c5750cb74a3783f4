using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>The state of a note that its removal depends on.</summary>
/// <param name="About">ID of the tenant or member the note is about.</param>
public sealed record NoteFacts(string NoteId, string TenantId, string About, bool IsOpen) : ISubject
{
    public string Id => NoteId;

    public long Revision => IsOpen ? 1 : 2;
}
