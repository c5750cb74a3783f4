using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>A note as what is decided about.</summary>
/// <param name="About">the tenant, or the member where it is about a person</param>
public sealed record NoteFacts(string NoteId, string TenantId, string About, bool IsOpen) : ISubject
{
    public string Id => NoteId;

    public long Revision => IsOpen ? 1 : 2;
}
