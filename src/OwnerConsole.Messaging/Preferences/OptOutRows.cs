using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Reads and replaces the opt-outs of members. Those of records that were merged into a member are the member's own.</summary>
internal static class OptOutRows
{
    /// <summary>Origin of a choice that the member made.</summary>
    public const string Member = "member";

    /// <summary>Member that an opt-out <c>this</c> applies to.</summary>
    private const string Person =
        "coalesce((select g.into_id from core.merges g where g.member_id = this.member_id and g.tenant_id = this.tenant_id and g.to_at is null), this.member_id)";

    public static readonly StateRows State = new("preferences.opt_outs", Person)
    {
        HaveClosedAt = true,
        Conflict =
            "other.tenant_id = this.tenant_id and other.member_id = this.member_id and other.topic = this.topic and other.channel_key = this.channel_key",
    };

    /// <param name="memberIds">Members in the order of their tenants.</param>
    public static Task<IReadOnlyList<MemberOptOut>> Of(IReadOnlyList<string> tenantIds, IReadOnlyList<string> memberIds, UnitOfWork work) =>
        work.List<MemberOptOut>(
            $"""
            select s.member_id, this.topic, this.channel
              from unnest(@tenants, @members) s(tenant_id, member_id)
              join preferences.opt_outs this on this.tenant_id = s.tenant_id and {Person} = s.member_id and this.closed_by is null
            """,
            new { tenants = tenantIds.ToArray(), members = memberIds.ToArray() }
        );

    public static async Task<IReadOnlyList<OptOut>> Of(string tenantId, string memberId, UnitOfWork work) =>
        OptOut.Normalize((await Of([tenantId], [memberId], work)).Select(row => new OptOut(row.Topic, row.Channel)));

    /// <summary>Replaces the opt-outs of members.</summary>
    /// <param name="memberIds">Members in the order of their tenants; not merged into others.</param>
    /// <param name="by">Run, API key or <see cref="Member"/>.</param>
    public static async Task Replace(IReadOnlyList<string> tenantIds, IReadOnlyList<string> memberIds, IReadOnlyList<OptOut> wanted, string by, UnitOfWork work)
    {
        var args = new
        {
            tenants = tenantIds.ToArray(),
            members = memberIds.ToArray(),
            topics = wanted.Select(one => one.Topic).ToArray(),
            channels = wanted.Select(one => one.Channel?.ToText() ?? "").ToArray(),
            by,
        };
        await work.Execute(
            $"""
            update preferences.opt_outs this set closed_by = @by, closed_at = clock_timestamp()
              from unnest(@tenants, @members) s(tenant_id, member_id)
             where this.tenant_id = s.tenant_id and {Person} = s.member_id and this.closed_by is null
               and not exists (select from unnest(@topics, @channels) w(topic, channel) where w.topic = this.topic and w.channel = this.channel_key)
            """,
            args
        );
        await work.Execute(
            $"""
            insert into preferences.opt_outs (tenant_id, member_id, topic, channel, opened_by, opened_at)
            select s.tenant_id, s.member_id, w.topic, nullif(w.channel, ''), @by, clock_timestamp()
              from unnest(@tenants, @members) s(tenant_id, member_id) cross join unnest(@topics, @channels) w(topic, channel)
             where not exists (select from preferences.opt_outs this
                                where this.tenant_id = s.tenant_id and {Person} = s.member_id and this.topic = w.topic and this.channel_key = w.channel
                                  and this.closed_by is null)
             order by s.member_id, w.topic, w.channel
            on conflict do nothing
            """,
            args
        );
    }

    /// <returns>Of these members, those whose opt-outs a run changed and no one else since.</returns>
    public static Task<IReadOnlyList<string>> FindUnchanged(IReadOnlyList<string> ids, string runId, UnitOfWork work) =>
        work.List<string>(
            $"""
            select c.person
              from (select {Person} as person,
                           max(greatest(case when this.opened_by = @runId then this.opened_at end, case when this.closed_by = @runId then this.closed_at end)) as at,
                           max(greatest(case when this.opened_by <> @runId then this.opened_at end, case when this.closed_by <> @runId then this.closed_at end)) as others_at
                      from preferences.opt_outs this
                     where {Person} = any(@ids)
                     group by 1) c
             where c.at is not null and (c.others_at is null or c.others_at < c.at)
            """,
            new { ids, runId }
        );

    /// <summary>A stored opt-out of a member.</summary>
    internal sealed record MemberOptOut(string MemberId, string Topic, MessageChannel? Channel);
}
