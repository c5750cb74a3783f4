using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences.Public;

/// <summary>Decides who receives a message, and when: members who left, restrictions, opt-outs, withdrawn consents, suppressions, the message limit, quiet hours and duplicates. All channels and modules use the same decision.</summary>
public sealed class RecipientPolicy(AddressHashes hasher)
{
    public const string Removed = "removed",
        Demo = "demo",
        NoAddress = "no_address",
        NoPhone = "no_phone",
        NoSubscription = "no_subscription",
        OptedOut = "opted_out",
        ConsentWithdrawn = "consent_withdrawn",
        Suppressed = "suppressed",
        Restricted = "restricted",
        Capped = "capped",
        Duplicate = "duplicate";

    /// <summary>Days after which a count of sent messages no longer matters.</summary>
    private const int KeptDays = 7;

    /// <summary>True for members (m) who left or are anonymised, and false for the contact address of a tenant.</summary>
    private const string IsRemoved = "(m.left_at is not null or m.anonymised_at is not null)";

    /// <summary>
    /// True if processing of the data of a recipient (k), or of a record that was merged into them, is restricted. The contact address of a tenant is restricted with
    /// the member whose address it is.
    /// </summary>
    private const string IsRestricted = """
        exists (select from core.member_restrictions x
                  left join core.merges g on g.member_id = x.member_id and g.tenant_id = x.tenant_id and g.to_at is null
                 where x.tenant_id = k.tenant_id and x.closed_by is null
                   and (coalesce(g.into_id, x.member_id) = k.recipient
                        or k.recipient = k.tenant_id and exists (
                             select from core.tenants c join core.members r on r.tenant_id = c.tenant_id and lower(r.email) = lower(c.contact_email)
                              where c.tenant_id = k.tenant_id
                                and r.member_id = any(array(
                                      select coalesce(g.into_id, x.member_id)
                                      union all
                                      select o.member_id from core.merges o
                                       where o.tenant_id = k.tenant_id and o.into_id = coalesce(g.into_id, x.member_id) and o.to_at is null)))))
        """;

    /// <returns>The reason as shown to people.</returns>
    public static string Describe(string reason) =>
        reason switch
        {
            Removed => "no longer a member",
            Demo => "demo data receives no messages",
            NoAddress => "no email address",
            NoPhone => "no phone number",
            NoSubscription => "no subscribed browser",
            OptedOut => "opted out",
            ConsentWithdrawn => "consent withdrawn",
            Suppressed => "address suppressed",
            Restricted => "processing restricted",
            Capped => "received enough messages",
            Duplicate => "same address as another recipient",
            _ => reason.Replace('_', ' '),
        };

    /// <param name="recipients">Ids of members with their addresses on the channel. The id of a tenant stands for its contact address.</param>
    /// <param name="findSeen">Finds which of the hashes of addresses, in hexadecimal, a message has reached already; the decisions add theirs to it. Null if an address can receive it once for each tenant.</param>
    /// <returns>For each recipient why it isn't sent or null, when it is sent, and the hash of the address that it is sent to.</returns>
    public async Task<IReadOnlyList<(string? Exclusion, DateTimeOffset DueAt, byte[]? AddressHash)>> Decide(
        MessageRules rules,
        IReadOnlyList<(string TenantId, string Recipient, string? Address)> recipients,
        UnitOfWork reading,
        Func<byte[][], Task<HashSet<string>>>? findSeen = null
    )
    {
        var hashes = rules.HasAddress ? await hasher.Of(rules.Channel, recipients.Select(to => to.Address), reading.Stop) : new byte[]?[recipients.Count];
        var seen = findSeen is null ? new(StringComparer.Ordinal) : await findSeen([.. hashes.OfType<byte[]>()]);
        // The functions cost most of the time for many recipients, so they are called only where a rule can apply.
        var rows = await reading.List<PolicyRow>(
            $"""
            with tenants as materialized (
              select d.tenant_id, t.time_zone, t.mode = 'test' as is_demo,
                     exists (select from preferences.suppressions s where s.tenant_id = d.tenant_id and s.closed_by is null)
                     or exists (select from preferences.opt_outs o where o.tenant_id = d.tenant_id and o.closed_by is null)
                     or exists (select from core.consents c where c.tenant_id = d.tenant_id and c.state = 'withdrawn') as has_exclusions,
                     exists (select from core.member_restrictions x where x.tenant_id = d.tenant_id and x.closed_by is null) as has_restrictions
                from (select distinct unnest(@tenants) as tenant_id) d
                join core.tenants t on t.tenant_id = d.tenant_id
            ), rules as materialized (
              select r.zone as platform, p.quiet_from is not null as is_quiet, p.max_messages > 0 as is_capping
                from core.reporting r
               cross join preferences.rules() p
            )
            select case when t.has_exclusions then preferences.exclusion(k.tenant_id, k.recipient, k.hash, @Topic, @Channel) end as reason,
                   case when r.is_capping and not @ignoresLimit then preferences.is_capped(k.tenant_id, k.recipient, @Topic, coalesce(@At::timestamptz, now())) else false end as is_capped,
                   case when r.is_quiet then preferences.earliest(k.tenant_id, k.recipient, d.at, @IsUrgent or @Channel = 'in_app') else d.at end as due_at,
                   @PushChannel::text is null or channels.has_subscription(k.tenant_id, k.recipient, @PushChannel) as is_reachable,
                   t.is_demo, {IsRemoved} as is_removed, case when t.has_restrictions then {IsRestricted} else false end as is_restricted
              from unnest(@tenants, @ids, @hashes) with ordinality k(tenant_id, recipient, hash, nth)
              join tenants t on t.tenant_id = k.tenant_id
              left join core.members m on m.tenant_id = k.tenant_id and m.member_id = k.recipient
             cross join rules r
             cross join lateral (
               select case when @InLocalTime
                           then greatest(now(), (coalesce(@At::timestamptz, now()) at time zone r.platform) at time zone coalesce(m.time_zone, t.time_zone, r.platform))
                           else coalesce(@At::timestamptz, now()) end as at) d
             order by k.nth
            """,
            new
            {
                tenants = recipients.Select(to => to.TenantId).ToArray(),
                ids = recipients.Select(to => to.Recipient).ToArray(),
                hashes,
                rules.Topic,
                rules.Channel,
                rules.IsUrgent,
                ignoresLimit = rules.IsUrgent || rules.IsFollowUp,
                rules.At,
                rules.InLocalTime,
                rules.PushChannel,
            }
        );
        return [.. recipients.Zip(rows, hashes).Select(one => Decide(rules, one.First.TenantId, one.Second, one.Third, seen, findSeen is null))];
    }

    private static (string? Exclusion, DateTimeOffset DueAt, byte[]? AddressHash) Decide(
        MessageRules rules,
        string tenantId,
        PolicyRow row,
        byte[]? hash,
        HashSet<string> seen,
        bool isByTenant
    )
    {
        var reason =
            row.IsRemoved ? Removed
            : row.IsRestricted ? Restricted
            : row.IsDemo && rules.Channel is not MessageChannel.InApp ? Demo
            : rules.HasAddress && hash is null ? (rules.IsByPhone ? NoPhone : NoAddress)
            : !row.IsReachable ? NoSubscription
            : row.Reason is not null ? row.Reason
            : row.IsCapped ? Capped
            : hash is not null && !seen.Add((isByTenant ? tenantId : "") + Convert.ToHexString(hash)) ? Duplicate
            : null;
        return (reason, row.DueAt, reason is null ? hash : null);
    }

    /// <summary>Looks again when messages are about to be sent, because recipients can have left or opted out, and addresses can have been suppressed, since they were queued.</summary>
    /// <param name="topic">Key of their topic; null if they have none.</param>
    /// <param name="recipients">Ids as for a decision, with the hash of the address, or null without one.</param>
    /// <returns>For each recipient why it isn't sent; null if it is.</returns>
    public static async Task<IReadOnlyList<string?>> FindExclusions(
        string? topic,
        MessageChannel channel,
        IReadOnlyList<(string TenantId, string Recipient, byte[]? Hash)> recipients,
        UnitOfWork work
    ) =>
        [
            .. (
                await work.List<ExclusionRow>(
                    $"""
                    select case when {IsRemoved} then @Removed when {IsRestricted} then @Restricted else preferences.exclusion(k.tenant_id, k.recipient, k.hash, @topic, @channel) end as reason
                      from unnest(@tenants, @ids, @hashes) with ordinality k(tenant_id, recipient, hash, nth)
                      left join core.members m on m.tenant_id = k.tenant_id and m.member_id = k.recipient
                     order by k.nth
                    """,
                    new
                    {
                        Removed,
                        Restricted,
                        topic,
                        channel,
                        tenants = recipients.Select(to => to.TenantId).ToArray(),
                        ids = recipients.Select(to => to.Recipient).ToArray(),
                        hashes = recipients.Select(to => to.Hash).ToArray(),
                    }
                )
            ).Select(row => row.Reason),
        ];

    /// <inheritdoc cref="FindExclusions"/>
    /// <returns>Why it isn't sent, as a sentence; null if it is.</returns>
    public static async Task<string?> FindExclusion(
        string tenantId,
        string recipient,
        MessageTopic? topic,
        MessageChannel channel,
        byte[]? hash,
        UnitOfWork work
    ) =>
        (await FindExclusions(topic?.Key, channel, [(tenantId, recipient, hash)], work))[0] switch
        {
            null => null,
            Removed => "The recipient was removed.",
            Restricted => "Processing of the recipient's data is restricted.",
            OptedOut => $"The recipient opted out of {topic?.Title}.",
            ConsentWithdrawn => $"The recipient withdrew consent to {topic?.Title}.",
            _ => channel is MessageChannel.Email ? "The address is suppressed." : "The phone number is suppressed.",
        };

    /// <returns>Whether the message limit can exclude members. Then those to whom a message was sent are counted before the next one is decided on.</returns>
    public static Task<bool> IsLimiting(MessageRules rules, UnitOfWork reading) =>
        rules.IsUrgent || rules.IsFollowUp
            ? Task.FromResult(false)
            : reading.One<bool>(
                "select p.max_messages > 0 and @Topic::text <> all(preferences.required_topics()) from preferences.rules() p",
                new { rules.Topic }
            );

    /// <summary>Counts messages sent to members, for the message limit: one per element on the day of the unit of work, in UTC. Urgent messages don't count. Call it in the unit of work that
    /// queues the messages.</summary>
    /// <param name="tenantIds">Tenants of the recipients. The unit of work must name them.</param>
    /// <param name="memberIds">Recipients, in the same order. A member that is listed twice counts twice.</param>
    public static async Task Count(MessageRules rules, IReadOnlyList<string> tenantIds, IReadOnlyList<string> memberIds, UnitOfWork work)
    {
        if (rules.IsUrgent)
            return;
        var (tenants, members, day) = (tenantIds.ToArray(), memberIds.ToArray(), DateOnly.FromDateTime(work.Now.UtcDateTime));
        await work.Execute(
            """
            insert into preferences.sends as s (tenant_id, member_id, topic, day, count)
            select n.tenant_id, n.member_id, @Topic, @day, count(*)::int
              from unnest(@tenants, @members) n(tenant_id, member_id)
             group by n.tenant_id, n.member_id
             order by n.tenant_id, n.member_id
            on conflict (tenant_id, member_id, day, topic) do update set count = s.count + excluded.count
            """,
            new
            {
                rules.Topic,
                day,
                tenants,
                members,
            }
        );
        await work.Execute(
            """
            delete from preferences.sends s using unnest(@tenants, @members) n(tenant_id, member_id)
             where s.tenant_id = n.tenant_id and s.member_id = n.member_id and s.day < @oldest
            """,
            new
            {
                oldest = day.AddDays(-KeptDays),
                tenants,
                members,
            }
        );
    }

    /// <summary>Takes messages that were withdrawn off the count for the message limit. Call it in the unit of work that withdraws them.</summary>
    /// <param name="messages">Recipients and times of the messages. The unit of work must name their tenants.</param>
    public static async Task Uncount(MessageRules rules, IReadOnlyList<(string TenantId, string MemberId, DateTimeOffset SentAt)> messages, UnitOfWork work)
    {
        if (rules.IsUrgent || messages.Count == 0)
            return;
        await work.Execute(
            """
            with n as materialized (
              select w.tenant_id, w.member_id, (w.sent_at at time zone 'UTC')::date as day, count(*)::int as count
                from unnest(@tenants, @members, @times) w(tenant_id, member_id, sent_at)
               group by 1, 2, 3
            ), emptied as (
              delete from preferences.sends s using n
               where s.tenant_id = n.tenant_id and s.member_id = n.member_id and s.day = n.day and s.topic = @Topic and s.count <= n.count
            )
            update preferences.sends s set count = s.count - n.count from n
             where s.tenant_id = n.tenant_id and s.member_id = n.member_id and s.day = n.day and s.topic = @Topic and s.count > n.count
            """,
            new
            {
                rules.Topic,
                tenants = messages.Select(message => message.TenantId).ToArray(),
                members = messages.Select(message => message.MemberId).ToArray(),
                times = messages.Select(message => message.SentAt).ToArray(),
            }
        );
    }

    private sealed record PolicyRow(string? Reason, bool IsCapped, DateTimeOffset DueAt, bool IsReachable, bool IsDemo, bool IsRemoved, bool IsRestricted);

    private sealed record ExclusionRow(string? Reason);
}
