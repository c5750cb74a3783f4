using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Finds the members who are the person of a privacy request.</summary>
public sealed class PrivacyPeople(Database database)
{
    /// <summary>Maximum number of members of one person.</summary>
    internal const int MaxMembers = 100;

    /// <param name="named">IDs of members; null or empty to find them by the address.</param>
    /// <param name="work">The preview or the run, which can't read members itself.</param>
    internal async Task<PrivacyPerson> Find(IReadOnlyList<string>? named, string? email, UnitOfWork work)
    {
        var (ids, address) = (TenantTargets.Values(named), email.TrimToNull());
        await using var reading = await database.Read(work.Stop);
        if (ids.Length > MaxMembers)
            return new([], null, new("too_many_members", Sentence.Say($"A request can name at most {MaxMembers} members.")));
        if (ids.Length > 0)
            return await FindNamed(ids, reading);
        if (address is null)
            return new([], null, new("person_needed", Sentence.Say($"Enter the members who are the person, or an email address.")));
        if (address.Length > PrivacyRequestInput.MaxEmail || !address.Contains('@', StringComparison.Ordinal) || address.Any(char.IsWhiteSpace))
            return new([], null, new("bad_email", Sentence.Say($"Enter one email address of at most {PrivacyRequestInput.MaxEmail} characters.")));
        var found = await FindByEmail(address, reading);
        return new(found, found.Count > 0 ? null : address, null);
    }

    private static async Task<PrivacyPerson> FindNamed(string[] ids, UnitOfWork reading)
    {
        var found = await reading.List<NamedRow>(
            $"select m.member_id as named, coalesce(w.into_id, m.member_id) as member_id from core.members m {MemberSql.MergedIntoJoin("m")} where m.member_id = any(@ids)",
            new { ids }
        );
        var unknown = ids.Except(found.Select(row => row.Named), StringComparer.Ordinal).FirstOrDefault();
        return unknown is null
            ? new([.. found.Select(row => row.MemberId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], null, null)
            : new([], null, new("unknown_member", Sentence.Say($"One of the members doesn't exist. Enter IDs that start with mbr_.")));
    }

    private static Task<IReadOnlyList<string>> FindByEmail(string email, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select distinct coalesce(w.into_id, m.member_id) as member_id
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id and t.mode = 'live'
              {MemberSql.MergedIntoJoin("m")}
             where {MemberSql.SearchText} like core.search_text(@pattern) and lower(m.email) = lower(@email) and m.anonymised_at is null
             order by 1
             limit {MaxMembers}
            """,
            new { pattern = LikePattern.Contains(email), email }
        );

    private sealed record NamedRow(string Named, string MemberId);
}

/// <summary>The person of a new request.</summary>
/// <param name="Members">IDs of the members who are the person.</param>
/// <param name="Email">Address of a person who is no member; null for members.</param>
/// <param name="Problem">Why no one was found; null if someone was.</param>
internal sealed record PrivacyPerson(IReadOnlyList<string> Members, string? Email, Refusal? Problem);
