using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>
/// Signs users in to the customer portal on behalf of the application. A link, valid once for five minutes, is exchanged for a cookie that is valid for
/// an hour.
/// </summary>
/// <remarks>Link and cookie start with the tenant's id, so that all queries run with a role that can see only that tenant.</remarks>
public sealed class PortalAccess(Database database, IdGenerator ids)
{
    public const string PlanRead = "plan.read",
        UpgradeRequest = "upgrade.request",
        NotificationRead = "notification.read",
        StatusRead = "status.read";

    /// <summary>All scopes of portal sessions.</summary>
    public static readonly IReadOnlyList<string> Scopes = [PlanRead, UpgradeRequest, NotificationRead, StatusRead];

    private const string Lifetime = "interval '60 minutes'",
        IsGood = "interval '5 minutes'";

    /// <summary>True for a tenant status <c>t</c> without access to the portal.</summary>
    private const string IsClosed = "t.status in ('suspended', 'cancelled', 'anonymised')";

    /// <returns>Why the tenant has no access; null when it has access.</returns>
    public static Task<ClosedState?> FindClosed(string tenantId, UnitOfWork work) =>
        work.One<ClosedState>($"select t.status as word from core.tenant_status t where t.tenant_id = @tenantId and {IsClosed}", new { tenantId });

    /// <param name="memberId">Member of this tenant; null when the application doesn't identify the user.</param>
    /// <param name="openedBy">API key that created the link.</param>
    public async Task<IssuedPortalLink> Open(
        string tenantId,
        string? memberId,
        IReadOnlyList<string> scopes,
        string? returnUrl,
        string openedBy,
        UnitOfWork work
    )
    {
        var (id, secret) = (ids.New("pss"), RandomToken.Create());
        var until = await work.One<DateTimeOffset>(
            $"""
            insert into core.portal_sessions (tenant_id, portal_id, member_id, scopes, return_url, opened_by, opened_at, link_hash, link_until)
            values (@tenantId, @id, @memberId, @scopes, @returnUrl, @openedBy, now(), @hash, now() + {IsGood})
            returning link_until
            """,
            new
            {
                tenantId,
                id,
                memberId,
                scopes = scopes.ToArray(),
                returnUrl,
                openedBy,
                hash = RandomToken.Hash(secret),
            }
        );
        return new(id, $"{tenantId}.{secret}", until);
    }

    /// <summary>Uses a link, which becomes invalid.</summary>
    /// <param name="text">Secret text of the link.</param>
    /// <returns>Null for a used, expired or unknown link.</returns>
    public async Task<PortalEntry?> Enter(string text, CancellationToken stop)
    {
        if (Read(text) is not var (tenantId, link))
            return null;
        var secret = RandomToken.Create();
        await using var work = await database.Write(WriteOrigin.Intake("portal.enter"), [tenantId], stop);
        var entered = await work.One<EntryRow>(
            $"""
            update core.portal_sessions s
               set used_at = now(), secret_hash = @secret, ends_at = now() + {Lifetime}
              from core.tenant_status t
             where s.tenant_id = @tenantId and s.link_hash = @link and s.used_at is null and s.link_until > now()
               and t.tenant_id = s.tenant_id and not {IsClosed}
            returning s.ends_at, s.scopes
            """,
            new
            {
                tenantId,
                link = RandomToken.Hash(link),
                secret = RandomToken.Hash(secret),
            }
        );
        await work.Commit();
        return entered is null ? null : new($"{tenantId}.{secret}", entered.EndsAt, entered.Scopes);
    }

    /// <summary>Ends the sessions and links of members, also those of records merged into them. They can't be restored.</summary>
    /// <param name="work">Names the tenants of the members.</param>
    public static Task End(IReadOnlyList<string> memberIds, UnitOfWork work) =>
        work.Execute(
            """
            update core.portal_sessions s
               set link_until = least(s.link_until, now()), ends_at = case when s.ends_at is not null then least(s.ends_at, now()) end
             where (s.member_id = any(@ids) or s.member_id in (select g.member_id from core.merges g where g.into_id = any(@ids) and g.to_at is null))
               and (s.link_until > now() or s.ends_at > now())
            """,
            new { ids = memberIds.ToArray() }
        );

    /// <summary>Finds the portal session and restricts all further queries to its tenant.</summary>
    /// <param name="text">Text of the cookie.</param>
    /// <returns>Null when the session is unknown or has ended, or the tenant has no access.</returns>
    public async Task<PortalSession?> Find(string text, CancellationToken stop)
    {
        if (Read(text) is not var (tenantId, secret))
            return null;
        await using var work = await database.Read(stop);
        var found = await work.One<PortalSession>(
            $"""
            select s.portal_id, s.tenant_id, n.name as tenant_name, s.member_id, s.scopes, s.return_url, s.opened_by, s.ends_at
              from core.portal_sessions s join core.tenant_status t using (tenant_id) join core.tenants n using (tenant_id)
             where s.tenant_id = @tenantId and s.secret_hash = @hash and s.ends_at > now() and not {IsClosed}
            """,
            new { tenantId, hash = RandomToken.Hash(secret) }
        );
        return found is null ? null : found with { FormToken = CreateFormToken(text) };
    }

    /// <returns>Tenant of a link or cookie; null when the text is malformed.</returns>
    public static string? Tenant(string text) => Read(text)?.TenantId;

    /// <summary>Form token derived from the cookie, which scripts and other sites can't read.</summary>
    private static string CreateFormToken(string cookie) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"form {cookie}")));

    // The text before the dot becomes a database setting that names tenants, so only letters and digits of a single id are accepted.
    private static (string TenantId, string Secret)? Read(string text) =>
        text.Length < 200
        && text.Split('.') is [{ } tenant, { Length: > 0 } secret]
        && IdGenerator.IsTenant(tenant)
        && tenant != IdGenerator.Platform
        && tenant.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? (tenant, secret)
            : null;

    /// <summary>The tenant has no access to the portal.</summary>
    /// <param name="Word">Status of the tenant.</param>
    public sealed record ClosedState(string Word);

    private sealed record EntryRow(DateTimeOffset EndsAt, IReadOnlyList<string> Scopes);
}

/// <summary>A new portal session.</summary>
/// <param name="Secret">Secret for the cookie; it is not stored.</param>
/// <param name="EndsAt">Time when the session ends.</param>
public sealed record PortalEntry(string Secret, DateTimeOffset EndsAt, IReadOnlyList<string> Scopes);

/// <summary>A portal link that an application opens or embeds.</summary>
/// <param name="Text">Secret of the link, which is not stored.</param>
/// <param name="Until">Time when the link expires.</param>
public sealed record IssuedPortalLink(string Id, string Text, DateTimeOffset Until);
