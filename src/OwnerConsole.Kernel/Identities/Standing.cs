using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody may do now: grants and segments may have changed, and keys may have ended, since they asked for something.</summary>
public static class Standing
{
    /// <remarks>Which tenants are in a segment, <see cref="Segments.Among(Caller, Work)"/> says: until then there are none.</remarks>
    /// <returns>null for somebody who is no longer here, or whose key has ended</returns>
    public static async Task<Caller?> Of(string id, Work work)
    {
        if (id == Caller.System.Id)
            return Caller.System;
        var row = await work.One<Row>(
            """
            select p.id, true as is_person, p.grants, p.hides, null::text as population, null::text as only_tenant, g.segment
              from auth.people p left join auth.role_segments g on g.role = p.role and g.closed_by is null
             where p.id = @id
            union all
            select id, false, scopes, '{}', population, only_tenant, null from auth.api_keys where id = @id and revoked_at is null and expires_at > now()
            """,
            new { id }
        );
        return row is null
            ? null
            : new(row.Id, row.IsPerson ? CallerKind.Person : CallerKind.Key, row.Grants, row.Population, row.OnlyTenant)
            {
                Segment = Segment.Unread(row.Segment),
                Hides = row.Hides,
            };
    }

    /// <returns>ids of those of the team who may do it, this one left out, and who is limited to a segment: they may not even see what is asked for</returns>
    public static async Task<IReadOnlyList<string>> OthersWhoMay(Declaration operation, string id, Work work) => [.. (
                await work.List<Other>(
                    """
                    select p.id, p.grants, p.hides
                      from auth.people p left join auth.role_segments g on g.role = p.role and g.closed_by is null
                     where p.id <> @id and g.segment is null
                     order by p.id
                    """,
                    new { id }
                )
            ).Where(other => new Caller(other.Id, CallerKind.Person, other.Grants) { Hides = other.Hides }.May(operation)).Select(other => other.Id)];

    private sealed record Row(string Id, bool IsPerson, string[] Grants, string[] Hides, Population? Population, string? OnlyTenant, string? Segment);

    private sealed record Other(string Id, string[] Grants, string[] Hides);
}
