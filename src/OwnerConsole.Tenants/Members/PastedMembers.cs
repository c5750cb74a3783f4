using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>Finds the members that a list of pasted values names: IDs, the application's own IDs, support numbers or email addresses.</summary>
public sealed class PastedMembers
{
    /// <summary>Members that one value can name, because they can have the same email or ID in several tenants.</summary>
    private const int MaxOfValue = 20;

    /// <param name="values">At most a few hundred values.</param>
    /// <param name="onlyTenant">The only tenant that the caller can see; null for all.</param>
    /// <param name="withEmails">False for readers who can't see email addresses.</param>
    /// <param name="work">Can read all tenants that the caller can see.</param>
    /// <returns>IDs of the members, each once, and the values that name none. Merged records stand for the member they were merged into.</returns>
    public async Task<(IReadOnlyList<string> Members, IReadOnlyList<string> Unknown)> Find(
        IReadOnlyList<string> values,
        Mode mode,
        string? onlyTenant,
        bool withEmails,
        UnitOfWork work
    )
    {
        var found = await work.List<NamedMember>(
            $"""
            select n.value, coalesce(w.into_id, f.member_id) as member_id
              from unnest((select @values::text[])) with ordinality n(value, place) -- as a subquery, so that the plan doesn't depend on the number of values
             cross join lateral (
               select m.member_id, m.tenant_id from core.members m where m.member_id = n.value
               union
               select s.member_id, s.tenant_id from core.support_numbers s where s.mode = @mode and s.number = '#' || upper(ltrim(n.value, '#'))
               union
               (select m.member_id, m.tenant_id from core.members m
                 where m.external_id = case when n.value like 'ext:%' then substr(n.value, 5) else n.value end
                 limit {MaxOfValue})
               union
               (select m.member_id, m.tenant_id from core.members m
                 where @withEmails and lower(m.email) = lower(n.value) and m.email is not null and m.anonymised_at is null
                 limit {MaxOfValue})) f
              join core.tenants t on t.tenant_id = f.tenant_id and t.mode = @mode
              left join core.merges w on w.member_id = f.member_id and w.tenant_id = f.tenant_id and w.to_at is null
             where @onlyTenant::text is null or f.tenant_id = @onlyTenant
             order by n.place, 2
            """,
            new
            {
                values,
                mode,
                onlyTenant,
                withEmails,
            }
        );
        var known = found.Select(row => row.Value).ToHashSet(StringComparer.Ordinal);
        return ([.. found.Select(row => row.MemberId).Distinct(StringComparer.Ordinal)], [.. values.Where(value => !known.Contains(value))]);
    }

    private sealed record NamedMember(string Value, string MemberId);
}
