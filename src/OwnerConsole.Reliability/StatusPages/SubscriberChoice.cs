using OwnerConsole.Data;
using OwnerConsole.Identity;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A confirmed subscription with the components that its subscriber has chosen.</summary>
/// <param name="ForTenant">Tenant on whose page it was requested; null for the public page.</param>
/// <param name="WebhookHost">Host of the URL that receives webhooks; null for emails.</param>
/// <param name="Components">IDs of the chosen components, also of those that were removed or limited since; null for all.</param>
internal sealed record SubscriberChoice(string? ForTenant, string? WebhookHost, IReadOnlyList<string>? Components)
{
    /// <param name="token">Token of the link in emails and webhooks.</param>
    /// <returns>Null if the link is invalid or the subscription has ended.</returns>
    public static Task<SubscriberChoice?> Find(string token, UnitOfWork work) =>
        work.One<SubscriberChoice>(
            """
            select for_tenant, webhook_host, components from status_pages.subscribers
             where tenant_id = 'tnt_platform' and token_hash = @hash and confirmed_at is not null
            """,
            new { hash = RandomToken.Hash(token) }
        );

    /// <param name="components">IDs of the chosen components; null for all.</param>
    /// <returns>Whether the subscription exists.</returns>
    public static async Task<bool> Save(string token, IReadOnlyList<string>? components, UnitOfWork work) =>
        await work.Execute(
            """
            update status_pages.subscribers set components = @components::text[]
             where tenant_id = 'tnt_platform' and token_hash = @hash and confirmed_at is not null
            """,
            new { components = components?.ToArray(), hash = RandomToken.Hash(token) }
        ) > 0;
}
