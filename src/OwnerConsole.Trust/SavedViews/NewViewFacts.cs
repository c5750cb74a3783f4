using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>The platform, as the subject of saving a view.</summary>
/// <param name="NewId">Id of the new view.</param>
/// <param name="Owner">Person with access to the view; null for the whole team.</param>
/// <param name="Views">Number of existing views of the list for this audience.</param>
public sealed record NewViewFacts(string NewId, string? Owner, bool IsNameTaken, long Views) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => IsNameTaken ? 2 : 1;
}
