using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Finds the tenants and members of the mode of an import that its rows name.</summary>
internal static class ImportTargets
{
    /// <returns>IDs of tenants by the application's own ID.</returns>
    public static async Task<Dictionary<string, string>> FindTenants(IReadOnlyCollection<string> externalIds, Mode mode, UnitOfWork work) =>
        (
            await work.List<Target>(
                "select t.external_id as name, t.tenant_id from core.tenants t where t.mode = @mode and t.external_id = any(@externalIds)",
                new { externalIds = externalIds.ToArray(), mode }
            )
        ).ToDictionary(row => row.Name, row => row.TenantId, StringComparer.Ordinal);

    /// <param name="names">IDs of tenants, or the application's own IDs.</param>
    /// <returns>IDs of tenants by name. An ID of the console comes before an equal one of the application.</returns>
    public static async Task<Dictionary<string, string>> FindNamedTenants(IReadOnlyCollection<string> names, Mode mode, UnitOfWork work)
    {
        var found = await FindTenants(names, mode, work);
        var ids = await work.List<string>(
            "select t.tenant_id from core.tenants t where t.mode = @mode and t.tenant_id = any(@names)",
            new { names = names.ToArray(), mode }
        );
        foreach (var id in ids)
            found[id] = id;
        return found;
    }

    /// <param name="names">IDs, support numbers and email addresses.</param>
    /// <returns>Members by name, in lower case. Several if an email address belongs to several.</returns>
    public static async Task<ILookup<string, ListedMember>> FindMembers(IReadOnlyCollection<string> names, Mode mode, UnitOfWork work)
    {
        string[] lower = [.. names.Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        var found = await work.List<ListedMember>(
            """
            select m.member_id as name, m.member_id, m.tenant_id
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id and t.mode = @mode
             where m.anonymised_at is null and m.member_id = any(@lower)
            union
            select lower(s.number), s.member_id, s.tenant_id
              from core.support_numbers s
              join core.members m on m.tenant_id = s.tenant_id and m.member_id = s.member_id
             where s.mode = @mode and m.anonymised_at is null and s.number = any(@numbers)
            union
            select lower(m.email), m.member_id, m.tenant_id
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id and t.mode = @mode
             where m.anonymised_at is null and lower(m.email) = any(@lower)
            """,
            new
            {
                lower,
                numbers = lower.Where(name => name.StartsWith('#')).Select(name => name.ToUpperInvariant()).ToArray(),
                mode,
            }
        );
        return found.ToLookup(member => member.Name, StringComparer.Ordinal);
    }

    private sealed record Target(string Name, string TenantId);
}

/// <summary>A member that a list names.</summary>
/// <param name="Name">ID, support number or email address, in lower case.</param>
internal sealed record ListedMember(string Name, string MemberId, string TenantId);
