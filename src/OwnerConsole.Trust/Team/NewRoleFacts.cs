using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The platform as what a role is made for.</summary>
/// <param name="NewId">of the role to be</param>
/// <param name="Key">that it will have: its name in small letters</param>
/// <param name="IsWithin">whoever makes it may all that it may, and has no ceiling that it would get around</param>
/// <param name="Hides">what whoever makes it isn't shown themselves</param>
public sealed record NewRoleFacts(string NewId, string Key, bool IsNameTaken, bool IsWithin, IReadOnlyList<string> Hides) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => IsNameTaken ? 2 : 1;
}
