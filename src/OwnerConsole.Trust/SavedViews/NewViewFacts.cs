using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>The platform as what a view is kept on.</summary>
/// <param name="NewId">of the view to be</param>
/// <param name="Owner">who sees it alone; null for the team</param>
/// <param name="Views">how many this list has already for them</param>
public sealed record NewViewFacts(string NewId, string? Owner, bool IsNameTaken, long Views) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsNameTaken ? 2 : 1;
}
