using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Decides who receives a broadcast on which channel. The number shown before sending and the sending itself use the same decision.</summary>
public sealed class RecipientReader(IEnumerable<ISubjectQuery> queries, AddressHashes hasher)
{
    private const int MaxTenants = 1_000_000;

    /// <returns>Ids of the tenants that the audience selects; null for all.</returns>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    public async Task<IReadOnlyList<string>?> FindTargets(Audience audience, Caller caller, Mode mode, UnitOfWork reading)
    {
        var named = audience.Tenants;
        if (audience.Query.Count == 0)
            return named.Count == 0 ? null : named;
        var list = ISubjectQuery.Of("tenant", audience.Query, queries)!; // the list of tenants always exists
        var matching = await list.Find(caller, mode, audience.Query, MaxTenants, reading);
        return named.Count == 0 ? matching : [.. matching.Intersect(named, StringComparer.Ordinal)];
    }

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
            var (hasAddress, isDemo) = (channel.Channel is not MessageChannel.InApp && !channel.IsByPush, broadcast.Mode is Mode.Test);
            var hashes = hasAddress
                ? await hasher.Of(channel.Channel, candidates.Select(to => channel.IsByPhone ? to.Phone : to.Email), reading.Stop)
                : new byte[]?[candidates.Count];
            var seen = await findSeen(channel.Key, [.. hashes.OfType<byte[]>()]);
            // The functions cost most of the time for many recipients, so they are called only where a rule can apply.
            var rows = await reading.List<PolicyRow>(
                """
                with tenants as materialized (
                  select d.tenant_id, t.time_zone,
                         exists (select from preferences.suppressions s where s.tenant_id = d.tenant_id and s.closed_by is null)
                         or exists (select from preferences.opt_outs o where o.tenant_id = d.tenant_id and o.closed_by is null) as has_exclusions
                    from (select distinct unnest(@tenants) as tenant_id) d
                    join core.tenants t on t.tenant_id = d.tenant_id
                ), rules as materialized (
                  select r.zone as platform, p.quiet_from is not null as is_quiet, p.max_messages > 0 as is_capping
                    from core.reporting r
                   cross join preferences.rules() p
                )
                select case when t.has_exclusions then preferences.exclusion(k.tenant_id, k.member_id, k.hash, @topic, @channel) end as reason,
                       case when r.is_capping and not @isUrgent then preferences.is_capped(k.tenant_id, k.member_id, @topic, coalesce(@at::timestamptz, now())) else false end as is_capped,
                       case when r.is_quiet then preferences.earliest(k.tenant_id, k.member_id, d.at, @isUrgent or @channel = 'in_app') else d.at end as due_at,
                       not @isByPush or channels.has_subscription(k.tenant_id, k.member_id, @key) as is_reachable
                  from unnest(@tenants, @members, @hashes) with ordinality k(tenant_id, member_id, hash, nth)
                  join core.members m on m.tenant_id = k.tenant_id and m.member_id = k.member_id
                  join tenants t on t.tenant_id = k.tenant_id
                 cross join rules r
                 cross join lateral (
                   select case when @inLocalTime
                               then greatest(now(), (coalesce(@at::timestamptz, now()) at time zone r.platform) at time zone coalesce(m.time_zone, t.time_zone, r.platform))
                               else coalesce(@at::timestamptz, now()) end as at) d
                 order by k.nth
                """,
                new
                {
                    tenants = candidates.Select(candidate => candidate.TenantId).ToArray(),
                    members = candidates.Select(candidate => candidate.MemberId).ToArray(),
                    hashes,
                    topic = Topic(broadcast.Kind).Key,
                    channel = channel.Channel,
                    isUrgent = broadcast.Priority is MessagePriority.Urgent,
                    inLocalTime = broadcast.InLocalTime,
                    isByPush = channel.IsByPush,
                    key = channel.Key,
                    at,
                }
            );
            foreach (var (place, row) in rows.Index())
            {
                var hash = hashes[place];
                var reason =
                    isDemo && (hasAddress || channel.IsByPush) ? Exclusion.Demo
                    : hasAddress && hash is null ? (channel.IsByPhone ? Exclusion.NoPhone : Exclusion.NoAddress)
                    : !row.IsReachable ? Exclusion.NoSubscription
                    : row.Reason is not null ? row.Reason
                    : row.IsCapped ? Exclusion.Capped
                    : hash is not null && !seen.Add(Convert.ToHexString(hash)) ? Exclusion.Duplicate
                    : null;
                decisions.Add(new(candidates[place], channel.Key, reason, row.DueAt, reason is null ? hash : null));
            }
        }
        return decisions;
    }

    /// <returns>The topic that recipients can switch off.</returns>
    internal static MessageTopic Topic(BroadcastKind kind) =>
        kind switch
        {
            BroadcastKind.FeatureUpdate => MessageTopic.FeatureUpdates,
            BroadcastKind.SystemAlert => MessageTopic.SystemAlerts,
            _ => MessageTopic.News,
        };

    private sealed record PolicyRow(string? Reason, bool IsCapped, DateTimeOffset DueAt, bool IsReachable);
}

/// <summary>A member of the audience.</summary>
public sealed record Candidate(string TenantId, string MemberId, string? Email, string? Phone);

/// <summary>Decision for a member on a channel.</summary>
/// <param name="Exclusion">Why it isn't sent; null if it is.</param>
/// <param name="DueAt">When it is sent.</param>
/// <param name="AddressHash">Hash of the address; null if it isn't sent, or the channel has no address.</param>
public sealed record Delivery(Candidate To, string Channel, string? Exclusion, DateTimeOffset DueAt, byte[]? AddressHash);

/// <summary>Reasons why a member isn't sent a broadcast on a channel.</summary>
public static class Exclusion
{
    public const string Demo = "demo",
        NoAddress = "no_address",
        NoPhone = "no_phone",
        NoSubscription = "no_subscription",
        OptedOut = "opted_out",
        Suppressed = "suppressed",
        Capped = "capped",
        Duplicate = "duplicate";

    /// <returns>The reason as shown to people.</returns>
    public static string Describe(string reason) =>
        reason switch
        {
            Demo => "demo data receives no messages",
            NoAddress => "no email address",
            NoPhone => "no phone number",
            NoSubscription => "no subscribed browser",
            OptedOut => "opted out",
            Suppressed => "address suppressed",
            Capped => "received enough messages",
            Duplicate => "same address as another recipient",
            _ => reason,
        };
}
