using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody may do now: grants may have changed, and keys may have ended, since they asked for something.</summary>
public static class Standing
{
    /// <returns>null for somebody who is no longer here, or whose key has ended</returns>
    public static async Task<Caller?> Of(string id, Work work)
    {
        if (id == Caller.System.Id)
            return Caller.System;
        var row = await work.One<Row>(
            """
            select id, true as is_person, grants, null::text as population, null::text as only_tenant from auth.people where id = @id
            union all
            select id, false, scopes, population, only_tenant from auth.api_keys where id = @id and revoked_at is null and expires_at > now()
            """,
            new { id }
        );
        return row is null ? null : new(row.Id, row.IsPerson ? CallerKind.Person : CallerKind.Key, row.Grants, row.Population, row.OnlyTenant);
    }

    /// <returns>ids of those of the team who may do it, this one left out</returns>
    public static async Task<IReadOnlyList<string>> OthersWhoMay(Declaration operation, string id, Work work) =>
        [
            .. (await work.List<Other>("select id, grants from auth.people where id <> @id order by id", new { id }))
                .Where(other => new Caller(other.Id, CallerKind.Person, other.Grants).May(operation))
                .Select(other => other.Id),
        ];

    private sealed record Row(string Id, bool IsPerson, string[] Grants, Population? Population, string? OnlyTenant);

    private sealed record Other(string Id, string[] Grants);
}
