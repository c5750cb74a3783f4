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
            return new([], null, null, new("too_many_members", Sentence.Say($"A request can name at most {MaxMembers} members.")));
        if (ids.Length > 0)
            return await FindNamed(ids, reading);
        if (address is null)
            return new([], null, null, new("person_needed", Sentence.Say($"Enter the members who are the person, or an email address.")));
        if (address.Length > PrivacyRequestInput.MaxEmail || !address.Contains('@', StringComparison.Ordinal) || address.Any(char.IsWhiteSpace))
            return new([], null, null, new("bad_email", Sentence.Say($"Enter one email address of at most {PrivacyRequestInput.MaxEmail} characters.")));
        var found = await FindByEmail(address, reading);
        if (found.Count == 0)
            return new([], address, null, null);
        var language = found.Select(row => row.Language).FirstOrDefault(known => known is not null);
        return new([.. found.Select(row => row.MemberId)], null, new(address, language), null);
    }

    private static async Task<PrivacyPerson> FindNamed(string[] ids, UnitOfWork reading)
    {
        var found = await reading.List<NamedRow>(
            $"""
            select m.member_id as named, coalesce(w.into_id, m.member_id) as member_id, p.email, p.language
              from core.members m
              {MemberSql.MergedIntoJoin("m")}
              left join lateral (
                select p.email, p.language
                  from core.members p
                  join core.tenants t on t.tenant_id = p.tenant_id and t.mode = 'live'
                 where p.tenant_id = m.tenant_id and p.member_id = coalesce(w.into_id, m.member_id) and p.anonymised_at is null) p on true
             where m.member_id = any(@ids)
             order by 2, 1
            """,
            new { ids }
        );
        var unknown = ids.Except(found.Select(row => row.Named), StringComparer.Ordinal).FirstOrDefault();
        var reached = found.FirstOrDefault(row => row.Email.TrimToNull() is not null);
        return unknown is null
            ? new(
                [.. found.Select(row => row.MemberId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                null,
                reached is { Email: { } email } ? new(email.Trim(), reached.Language) : null,
                null
            )
            : new([], null, null, new("unknown_member", Sentence.Say($"One of the members doesn't exist. Enter IDs that start with mbr_.")));
    }

    private static Task<IReadOnlyList<AddressedRow>> FindByEmail(string email, UnitOfWork reading) =>
        reading.List<AddressedRow>(
            $"""
            select coalesce(w.into_id, m.member_id) as member_id, max(m.language) as language
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id and t.mode = 'live'
              {MemberSql.MergedIntoJoin("m")}
             where {MemberSql.SearchText} like core.search_text(@pattern) and lower(m.email) = lower(@email) and m.anonymised_at is null
             group by 1
             order by 1
             limit {MaxMembers}
            """,
            new { pattern = LikePattern.Contains(email), email }
        );

    private sealed record NamedRow(string Named, string MemberId, string? Email, string? Language);

    private sealed record AddressedRow(string MemberId, string? Language);
}

/// <summary>The person of a new request.</summary>
/// <param name="Members">IDs of the members who are the person.</param>
/// <param name="Email">Address of a person who is no member; null for members.</param>
/// <param name="Contact">Where emails to the members are sent; null if they have no address, or are test data.</param>
/// <param name="Problem">Why no one was found; null if someone was.</param>
internal sealed record PrivacyPerson(IReadOnlyList<string> Members, string? Email, PrivacyContact? Contact, Refusal? Problem);
