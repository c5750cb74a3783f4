using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>A member with their current address of a channel.</summary>
/// <param name="Hash">Null without an address.</param>
/// <param name="NewId">Id of the new suppression.</param>
public sealed record AddressFacts(string TenantId, string MemberId, long Revision, byte[]? Hash, bool IsSuppressed, string NewId) : ISubject
{
    public string Id => MemberId;

    public static async Task<IReadOnlyList<AddressFacts>> Load(IReadOnlyList<string> ids, MessageChannel channel, AddressHashes hashes, UnitOfWork work)
    {
        var rows = await work.List<MemberRow>(
            $"""
            select m.tenant_id, m.member_id, case when @channel = 'email' then m.email when @channel in ('sms', 'whatsapp') then m.phone end as address
              from core.members m
             where m.member_id = any(@ids)
             order by m.member_id
             {work.ForUpdate("m")}
            """,
            new { ids, channel }
        );
        var known = await hashes.Of(channel, rows.Select(row => row.Address), work.Stop);
        var states = await work.List<StateRow>(
            """
            select count(*) + count(s.closed_by) as revision, coalesce(bool_or(s.suppression_id is not null and s.closed_by is null), false) as is_suppressed
              from unnest(@tenants, @hashes) with ordinality n(tenant_id, hash, place)
              left join preferences.suppressions s on s.tenant_id = n.tenant_id and s.channel = @channel and s.address_hash = n.hash
             group by n.place
             order by n.place
            """,
            new
            {
                tenants = rows.Select(row => row.TenantId).ToArray(),
                hashes = known.Select(hash => hash ?? []).ToArray(),
                channel,
            }
        );
        return
        [
            .. rows.Select((row, place) => (row, Hash: known[place], State: states[place]))
                .Select(one => new AddressFacts(
                    one.row.TenantId,
                    one.row.MemberId,
                    one.State.Revision,
                    one.Hash,
                    one.State.IsSuppressed,
                    work.NewId("sup", one.row.MemberId)
                )),
        ];
    }

    private sealed record MemberRow(string TenantId, string MemberId, string? Address);

    private sealed record StateRow(long Revision, bool IsSuppressed);
}
