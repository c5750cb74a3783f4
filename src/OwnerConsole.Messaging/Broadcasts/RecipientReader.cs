using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Decides who receives a broadcast on which channel. The number shown before sending and the sending itself use the same decision.</summary>
public sealed class RecipientReader(IEnumerable<ISubjectQuery> queries, RecipientPolicy policy)
{
    /// <returns>Ids of the tenants that the audience selects; null for all.</returns>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    public Task<IReadOnlyList<string>?> FindTargets(Audience audience, Caller caller, Mode mode, UnitOfWork reading) =>
        audience.Targets.Find(queries, caller, mode, reading);

    /// <summary>Reads the next members of the audience, ordered by tenant and member.</summary>
    /// <param name="targets">Ids of tenants; null for all.</param>
    public static Task<IReadOnlyList<Candidate>> Read(
        Audience audience,
        IReadOnlyList<string>? targets,
        Mode mode,
        (string Tenant, string Member) after,
        int limit,
        UnitOfWork reading
    ) =>
        reading.List<Candidate>(
            $"""
            select m.tenant_id, m.member_id, m.email, m.phone
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id
              join core.tenant_status s on s.tenant_id = m.tenant_id
             where t.mode = @mode and m.left_at is null and m.anonymised_at is null and {MemberSql.IsNotMerged}
               and (@targets::text[] is null or m.tenant_id = any(@targets))
               and (cardinality(@roles) = 0 or m.role = any(@roles))
               and (not @ownersOnly or m.external_id = t.owner_external_id)
               and (@includesCancelled or s.status <> 'cancelled')
               and (m.tenant_id, m.member_id) > (@afterTenant, @afterMember)
             order by m.tenant_id, m.member_id
             limit @limit
            """,
            new
            {
                mode,
                targets = targets?.ToArray(),
                roles = audience.Roles.ToArray(),
                ownersOnly = audience.OwnersOnly,
                includesCancelled = audience.IncludesCancelled,
                afterTenant = after.Tenant,
                afterMember = after.Member,
                limit,
            }
        );

    /// <summary>Decides for each candidate and channel whether it is sent, and when.</summary>
    /// <param name="channels">Its channels; those that it is posted to are left out.</param>
    /// <param name="at">When it is sent, null for now; applied in each recipient's time zone if the broadcast is in local time.</param>
    /// <param name="findSeen">Finds which of the hashes of addresses, in hexadecimal, a channel has reached already. The decisions add theirs to it.</param>
    public async Task<IReadOnlyList<Delivery>> Decide(
        Broadcast broadcast,
        IReadOnlyList<BroadcastChannel> channels,
        IReadOnlyList<Candidate> candidates,
        DateTimeOffset? at,
        Func<string, byte[][], Task<HashSet<string>>> findSeen,
        UnitOfWork reading
    )
    {
        var decisions = new List<Delivery>();
        foreach (var channel in channels.Where(channel => !channel.IsPost))
        {
            var rules = Rules(broadcast, channel.Channel) with
            {
                At = at,
                InLocalTime = broadcast.InLocalTime,
                PushChannel = channel.IsByPush ? channel.Key : null,
            };
            var recipients = candidates.Select(to => (to.TenantId, to.MemberId, channel.IsByPhone ? to.Phone : to.Email)).ToList();
            var decided = await policy.Decide(rules, recipients, reading, hashes => findSeen(channel.Key, hashes));
            decisions.AddRange(candidates.Zip(decided, (to, one) => new Delivery(to, channel.Key, one.Exclusion, one.DueAt, one.AddressHash)));
        }
        return decisions;
    }

    internal static MessageRules Rules(Broadcast broadcast, MessageChannel channel) =>
        new(Topic(broadcast.Kind).Key, channel, broadcast.Priority is MessagePriority.Urgent);

    /// <returns>The topic that recipients can switch off.</returns>
    internal static MessageTopic Topic(BroadcastKind kind) =>
        kind switch
        {
            BroadcastKind.FeatureUpdate => MessageTopic.FeatureUpdates,
            BroadcastKind.SystemAlert => MessageTopic.SystemAlerts,
            _ => MessageTopic.News,
        };
}

/// <summary>A member of the audience.</summary>
public sealed record Candidate(string TenantId, string MemberId, string? Email, string? Phone);

/// <summary>Decision for a member on a channel.</summary>
/// <param name="Exclusion">Why it isn't sent; null if it is.</param>
/// <param name="DueAt">When it is sent.</param>
/// <param name="AddressHash">Hash of the address; null if it isn't sent, or the channel has no address.</param>
public sealed record Delivery(Candidate To, string Channel, string? Exclusion, DateTimeOffset DueAt, byte[]? AddressHash);
