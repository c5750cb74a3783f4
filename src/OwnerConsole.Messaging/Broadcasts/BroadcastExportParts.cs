using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Broadcasts that a tenant's members received, in an export, with the current text before values are inserted. Members who were left out received nothing.</summary>
internal static class BroadcastExportParts
{
    public static readonly ExportPart Messages = new(
        "broadcast_messages",
        """
        select r.broadcast_id || ' ' || r.member_id || ' ' || r.channel as key, r.broadcast_id, r.member_id, e.external_id as member_external_id, r.channel, r.state,
               b.kind, b.subject, b.body, b.link, b.link_label, r.due_at, r.opened_at, r.clicked_at, r.changed_at
          from broadcasts.recipients r
          join broadcasts.broadcasts b on b.tenant_id = 'tnt_platform' and b.broadcast_id = r.broadcast_id and b.closed_by is null
          left join core.members e on e.tenant_id = r.tenant_id and e.member_id = r.member_id
         where r.tenant_id = @tenant and r.state in ('sent', 'delivered', 'bounced')
           and (r.broadcast_id, r.member_id, r.channel) > (split_part(@after, ' ', 1), split_part(@after, ' ', 2), split_part(@after, ' ', 3))
         order by r.broadcast_id, r.member_id, r.channel
         limit @most
        """
    );
}
