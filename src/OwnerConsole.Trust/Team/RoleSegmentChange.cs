using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>A role and its segment, as the subject of an operation.</summary>
/// <param name="Now">Definition of the current segment; null for all tenants.</param>
/// <param name="Count">Number of tenants in the new segment; null when it has too many.</param>
public sealed record RoleSegmentChange(RoleFacts Role, string? Now, int? Count) : ISubject
{
    public string Id => Role.Id;

    public string TenantId => Role.TenantId;

    public long Revision => Role.Revision;

    /// <param name="wanted">Definition of the new segment; null for all tenants.</param>
    public static async Task<IReadOnlyList<RoleSegmentChange>> Load(
        IReadOnlyList<string> ids,
        string? wanted,
        Segments segments,
        OperationCatalogue catalogue,
        UnitOfWork work
    )
    {
        var (now, count) = (new List<RoleSegmentChange>(), await CountOf(wanted, segments));
        foreach (var role in await RoleFacts.Load(ids, [], catalogue, work)) // a few at most
            now.Add(new(role, await RoleSetting.Segment.Of<string>(role.Key, work), count));
        return now;
    }

    private static async Task<int?> CountOf(string? wanted, Segments segments)
    {
        try
        {
            return wanted is null ? 0 : (await segments.Find(wanted, CancellationToken.None)).Tenants.Count;
        }
        catch (Problem many) when (many.Code == TenantScope.RefusalCode)
        {
            return null;
        }
    }
}
