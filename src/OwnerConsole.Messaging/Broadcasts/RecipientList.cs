using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Lists the recipients of a broadcast, ordered by tenant and member.</summary>
public static class RecipientList
{
    public static async Task<Page<RecipientView>> Find(RecipientFilter filter, UnitOfWork work)
    {
        var after = filter.Cursor is null ? ["", "", ""] : Cursor.Read(filter.Cursor, 3);
        var rows = await work.List<RecipientView>(
            $"""
            select nullif(r.tenant_id, 'tnt_platform') as tenant_id, t.name as tenant, nullif(r.member_id, '') as member_id, m.name as member, r.channel, r.state, r.reason,
                   case when r.channel in ('email', 'correction') then r.reference end as email_id, r.due_at, r.opened_at, r.clicked_at, r.changed_at
              from broadcasts.recipients r
              left join core.members m on m.tenant_id = r.tenant_id and m.member_id = r.member_id
              left join core.tenants t on t.tenant_id = r.tenant_id
             where r.broadcast_id = @BroadcastId
               {(filter.Channel is null ? "" : "and r.channel = @Channel")}
               {Where(filter.Group)}
               {(filter.OnlyTenant is null ? "" : "and r.tenant_id = @OnlyTenant")}
               {(filter.Cursor is null ? "" : "and (r.tenant_id, r.member_id, r.channel) > (@afterTenant, @afterMember, @afterChannel)")}
             order by r.tenant_id, r.member_id, r.channel
             limit @Limit + 1
            """,
            new
            {
                filter.BroadcastId,
                filter.Channel,
                filter.Group,
                filter.OnlyTenant,
                filter.Limit,
                afterTenant = after[0],
                afterMember = after[1],
                afterChannel = after[2],
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.TenantId ?? IdGenerator.Platform, last.MemberId ?? RecipientRows.Post, last.Channel));
    }

    private static string Where(RecipientGroup? group) =>
        group switch
        {
            null => "",
            RecipientGroup.Opened => $"and (r.opened_at is not null or {Reacted("read_at")})",
            RecipientGroup.Clicked => $"and (r.clicked_at is not null or {Reacted("clicked_at")})",
            RecipientGroup.Sent => "and r.state in ('sent', 'delivered')",
            RecipientGroup.Suppressed => "and r.state = 'excluded' and r.reason = 'suppressed'",
            _ => "and r.state = @Group",
        };

    private static string Reacted(string column) =>
        $"r.channel = 'in_app' and exists (select from notifications.notifications n where n.message_id = r.reference and n.member_id = r.member_id and n.{column} is not null)";
}

/// <param name="OnlyTenant">The only tenant that the caller can see; null for all.</param>
public sealed record RecipientFilter(string BroadcastId, string? Channel, RecipientGroup? Group, string? Cursor, int Limit, string? OnlyTenant);

/// <summary>A recipient of a broadcast on a channel, or a member that it excluded.</summary>
/// <param name="TenantId">Null for a post.</param>
/// <param name="Tenant">Name of the tenant; null for a post.</param>
/// <param name="MemberId">Null for a post.</param>
/// <param name="Member">Name of the member; null if unknown.</param>
/// <param name="Channel">email, in_app, correction for emails that followed a correction, or the id of a channel.</param>
/// <param name="Reason">Why the member was excluded, or the notification was skipped: removed, demo, no_address, no_phone, no_subscription, opted_out, consent_withdrawn, suppressed, capped or duplicate; null otherwise.</param>
/// <param name="EmailId">ID of the email; null for other channels and excluded members.</param>
/// <param name="DueAt">Earliest time at which it is sent; null if it was excluded.</param>
/// <param name="OpenedAt">When the email was first opened; null if it wasn't, or for other channels.</param>
/// <param name="ClickedAt">When a link of the email was first followed; null if none was, or for other channels.</param>
/// <param name="ChangedAt">When the state last changed.</param>
public sealed record RecipientView(
    string? TenantId,
    string? Tenant,
    string? MemberId,
    string? Member,
    string Channel,
    RecipientState State,
    string? Reason,
    string? EmailId,
    DateTimeOffset? DueAt,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? ClickedAt,
    DateTimeOffset ChangedAt
);
