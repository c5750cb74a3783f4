using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>Finds the members that a list of pasted values names: IDs, the application's own IDs, support numbers or email addresses.</summary>
public sealed class PastedMembers
{
    /// <summary>Members that are read for one value, because they can have the same email or ID in several tenants. More than can be selected, so that none is left out unnoticed.</summary>
    private const int MaxOfValue = Previews.MaxNamed + 1;

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
        // In each part, so that members who can't be selected don't use up the limit.
        var visible = $"t.mode = @mode{(onlyTenant is null ? "" : " and t.tenant_id = @onlyTenant")}";
        var found = await work.List<NamedMember>(
            $"""
            select n.value, coalesce(w.into_id, f.member_id) as member_id
              from unnest((select @values::text[])) with ordinality n(value, place) -- as a subquery, so that the plan doesn't depend on the number of values
             cross join lateral (
               select m.member_id, m.tenant_id from core.members m join core.tenants t using (tenant_id)
                where m.member_id = n.value and {visible}
               union
               select s.member_id, s.tenant_id from core.support_numbers s join core.tenants t using (tenant_id)
                where s.mode = @mode and s.number = '#' || upper(ltrim(n.value, '#')) and {visible}
               union
               (select m.member_id, m.tenant_id from core.members m join core.tenants t using (tenant_id)
                 where m.external_id = case when n.value like 'ext:%' then substr(n.value, 5) else n.value end and {visible}
                 limit {MaxOfValue})
               union
               (select m.member_id, m.tenant_id from core.members m join core.tenants t using (tenant_id)
                 where @withEmails and lower(m.email) = lower(n.value) and m.email is not null and m.anonymised_at is null and {visible}
                 limit {MaxOfValue})) f
              left join core.merges w on w.member_id = f.member_id and w.tenant_id = f.tenant_id and w.to_at is null
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
