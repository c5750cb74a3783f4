using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <param name="Now">the words of the role's segment; null for all tenants</param>
/// <param name="Count">tenants that are in the one that is asked for; null for more than a segment has</param>
public sealed record RoleInSegment(RoleFacts Role, string? Now, int? Count) : ISubject
{
    public string Id => Role.Id;

    public string TenantId => Role.TenantId;

    public long Revision => Role.Revision;

    /// <param name="wanted">words; null for all tenants</param>
    public static async Task<IReadOnlyList<RoleInSegment>> Load(IReadOnlyList<string> ids, string? wanted, Segments segments, Catalogue catalogue, Work work)
    {
        var (now, count) = (new List<RoleInSegment>(), await CountOf(wanted, segments));
        foreach (var role in await RoleFacts.Load(ids, [], catalogue, work)) // a handful at most
            now.Add(new(role, await RoleDecision.Segment.Of<string>(role.Key, work), count));
        return now;
    }

    private static async Task<int?> CountOf(string? wanted, Segments segments)
    {
        try
        {
            return wanted is null ? 0 : (await segments.Find(wanted, CancellationToken.None)).Tenants.Count;
        }
        catch (Problem many) when (many.Code == Bound.Refusal)
        {
            return null;
        }
    }
}
