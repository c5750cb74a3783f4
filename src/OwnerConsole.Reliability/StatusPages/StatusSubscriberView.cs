using OwnerConsole.Data;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>State of a subscription to the status page.</summary>
public enum StatusSubscriberState
{
    /// <summary>The address has not confirmed it. It receives nothing and is deleted after two days.</summary>
    Unconfirmed,

    /// <summary>It receives updates.</summary>
    Active,

    /// <summary>The last request to the webhook failed.</summary>
    Failing,

    /// <summary>The webhook has failed for too long, or responded with 410. Another confirmation enables it. It is deleted after 30 days.</summary>
    Disabled,
}

/// <summary>A subscription to the status page as returned by the API.</summary>
/// <param name="Id">ID of the subscriber.</param>
/// <param name="Email">Address that receives emails, or that of the contact of the webhook.</param>
/// <param name="State">Whether it receives updates.</param>
/// <param name="TenantId">Tenant on whose page it was requested, which limits what it receives; null for the public page.</param>
/// <param name="Components">IDs of the chosen components that the subscriber sees; null for all, also later ones. Without one, nothing is sent.</param>
/// <param name="WebhookHost">Host of the URL that receives webhooks; null for emails.</param>
/// <param name="CreatedAt">When it was requested.</param>
/// <param name="ConfirmedAt">When the address confirmed it; null before.</param>
/// <param name="LastAt">When a webhook was last sent; null before the first one, and for emails.</param>
/// <param name="LastStatus">HTTP status of the last response; null without a response.</param>
/// <param name="LastFault">Why there was no response; null after a response.</param>
/// <param name="FailingSince">First failure after the last success; null after a success.</param>
public sealed record StatusSubscriberView(
    string Id,
    [property: Sensitive(FieldClass.Contact)] string Email,
    StatusSubscriberState State,
    string? TenantId,
    IReadOnlyList<string>? Components,
    string? WebhookHost,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset? LastAt,
    int? LastStatus,
    string? LastFault,
    DateTimeOffset? FailingSince
)
{
    /// <returns>A page, newest first. Chosen components that the subscriber doesn't see any more are still contained.</returns>
    internal static async Task<OwnerConsole.Data.Page<StatusSubscriberView>> List(string? cursor, int limit, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var conditions = Conditions.And((cursor is not null, "(s.created_at, s.subscriber_id) < (@at, @id)"));
        var rows = await work.List<StatusSubscriberView>(
            $"""
            select s.subscriber_id as id, s.email,
                   case when s.disabled_at is not null then 'disabled' when s.confirmed_at is null then 'unconfirmed'
                        when s.failing_since is not null then 'failing' else 'active' end as state,
                   s.for_tenant as tenant_id,
                   case when s.components is not null
                        then array(select c.component_id from status_pages.components c
                                    where c.tenant_id = s.tenant_id and c.component_id = any(s.components) and c.closed_by is null
                                    order by c.position, lower(c.name), c.component_id)
                   end as components,
                   s.webhook_host, s.created_at, s.confirmed_at, s.last_at, s.last_status, s.last_fault, s.failing_since
              from status_pages.subscribers s
             where s.tenant_id = 'tnt_platform' {conditions}
             order by s.created_at desc, s.subscriber_id desc
             limit @most
            """,
            new
            {
                at,
                id,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.CreatedAt, last.Id));
    }
}
