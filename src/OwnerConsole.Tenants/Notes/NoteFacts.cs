using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>A note as what is decided about.</summary>
public sealed record NoteFacts(string NoteId, string TenantId, bool IsOpen) : ISubject
{
    public string Id => NoteId;

    public long Revision => IsOpen ? 1 : 2;
}
