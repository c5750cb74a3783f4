using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Retention;

/// <summary>A tenant that is put on legal hold, or one of its members.</summary>
/// <param name="MemberId">ID of the member; null for the whole tenant or an unknown member.</param>
/// <param name="NewId">ID of the new hold.</param>
/// <param name="People">Number of members that the hold covers.</param>
/// <param name="Today">Day in UTC.</param>
public sealed record PlaceHoldFacts(string TenantId, string? MemberId, string NewId, long People, DateOnly Today, long Revision) : ISubject
{
    public string Id => TenantId;
}
