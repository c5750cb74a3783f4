using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Members.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Finds members of all tenants.</summary>
public sealed class MemberFinder(MemberSearch search) : IFinder
{
    public string Kind => "member";

    public string Permission => MemberAddress.Permission;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        [.. (await search.Find(new(mode, text, Limit: most, OnlyTenant: caller.OnlyTenant), work)).Data.Select(Hit)];

    public async Task<IReadOnlyList<SearchHit>> FindSimilar(Caller caller, Mode mode, string word, int most, UnitOfWork work) =>
        [.. (await search.FindSimilar(new(mode, word, Limit: most, OnlyTenant: caller.OnlyTenant), work)).Select(Hit)];

    private static SearchHit Hit(FoundMember member) =>
        new(
            member.MemberId,
            member.Name ?? HiddenFields.ValueOrNull(FieldClass.Contact, member.Email) ?? member.ExternalId,
            $"{member.SupportNumber} · {member.Tenant}",
            MemberAddress.Of(member.MemberId)
        )
        {
            Role = member.Role,
        };
}
