using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Lets a tenant's people in to its own pages, whom the application vouches for: a link that is good once and for five minutes becomes a cookie that is good for an hour.</summary>
/// <remarks>Both name the tenant before their secret, so that all of it is asked as the role that sees that one tenant.</remarks>
public sealed class PortalDoor(Database database, IdSource ids)
{
    public const string PlanRead = "plan.read",
        UpgradeRequest = "upgrade.request";

    /// <summary>All that somebody can be let in for.</summary>
    public static readonly IReadOnlyList<string> Scopes = [PlanRead, UpgradeRequest];

    private const string Lasts = "interval '60 minutes'",
        IsGood = "interval '5 minutes'";

    /// <summary>Of a status <c>t</c>: nobody of the tenant is let in.</summary>
    private const string Closed = "t.status in ('suspended', 'cancelled', 'anonymised')";

    /// <returns>why nobody of a tenant is let in; null when somebody is</returns>
    public static Task<Closing?> Trouble(string tenantId, Work work) =>
        work.One<Closing>($"select t.status as word from core.tenant_status t where t.tenant_id = @tenantId and {Closed}", new { tenantId });

    /// <param name="memberId">of this tenant; null when the application doesn't say who it is</param>
    /// <param name="openedBy">the key that asks</param>
    public async Task<PortalLink> Open(string tenantId, string? memberId, IReadOnlyList<string> scopes, string? returnUrl, string openedBy, Work work)
    {
        var (id, secret) = (ids.New("pss"), Token.New());
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
                hash = Token.Hash(secret),
            }
        );
        return new(id, $"{tenantId}.{secret}", until);
    }

    /// <summary>Takes a link, which is good for nobody after.</summary>
    /// <param name="text">of the link</param>
    /// <returns>null for a link that was used, is too old, or is none</returns>
    public async Task<PortalEntry?> Enter(string text, CancellationToken stop)
    {
        if (Read(text) is not var (tenantId, link))
            return null;
        var secret = Token.New();
        await using var work = await database.Write(Door.Intake("portal.enter"), [tenantId], stop);
        var entered = await work.One<Entered>(
            $"""
            update core.portal_sessions s
               set used_at = now(), secret_hash = @secret, ends_at = now() + {Lasts}
              from core.tenant_status t
             where s.tenant_id = @tenantId and s.link_hash = @link and s.used_at is null and s.link_until > now()
               and t.tenant_id = s.tenant_id and not {Closed}
            returning s.ends_at, s.scopes
            """,
            new
            {
                tenantId,
                link = Token.Hash(link),
                secret = Token.Hash(secret),
            }
        );
        await work.Commit();
        return entered is null ? null : new($"{tenantId}.{secret}", entered.EndsAt, entered.Scopes);
    }

    /// <summary>Finds who looks, and binds all that is read for them to their tenant's own pages.</summary>
    /// <param name="text">of the cookie</param>
    /// <returns>null when it is over, the tenant is closed, or there never was one</returns>
    public async Task<PortalSession?> Find(string text, CancellationToken stop)
    {
        if (Read(text) is not var (tenantId, secret))
            return null;
        await using var work = await database.Read(stop);
        var found = await work.One<PortalSession>(
            $"""
            select s.portal_id, s.tenant_id, n.name as tenant_name, s.member_id, s.scopes, s.return_url, s.opened_by, s.ends_at
              from core.portal_sessions s join core.tenant_status t using (tenant_id) join core.tenants n using (tenant_id)
             where s.tenant_id = @tenantId and s.secret_hash = @hash and s.ends_at > now() and not {Closed}
            """,
            new { tenantId, hash = Token.Hash(secret) }
        );
        return found is null ? null : found with { FormToken = Form(text) };
    }

    /// <returns>the tenant that a link or a cookie names; null when it is none of ours</returns>
    public static string? Tenant(string text) => Read(text)?.TenantId;

    /// <summary>Made of the cookie, which no script and no other site can read.</summary>
    private static string Form(string cookie) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"form {cookie}")));

    // What stands before the point becomes a setting of the database that names tenants: letters and digits of one id, and nothing that could name two.
    private static (string TenantId, string Secret)? Read(string text) =>
        text.Length < 200
        && text.Split('.') is [{ } tenant, { Length: > 0 } secret]
        && IdSource.IsTenant(tenant)
        && tenant != IdSource.Platform
        && tenant.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? (tenant, secret)
            : null;

    /// <summary>That nobody of a tenant is let in.</summary>
    /// <param name="Word">its status</param>
    public sealed record Closing(string Word);

    private sealed record Entered(DateTimeOffset EndsAt, IReadOnlyList<string> Scopes);
}

/// <summary>Somebody was let in.</summary>
/// <param name="Secret">for the cookie; it is not kept</param>
/// <param name="EndsAt">until when it is good</param>
public sealed record PortalEntry(string Secret, DateTimeOffset EndsAt, IReadOnlyList<string> Scopes);

/// <summary>What an application opens or embeds.</summary>
/// <param name="Text">the secret of the link, which is not kept</param>
/// <param name="Until">when the link is good for nobody any more</param>
public sealed record PortalLink(string Id, string Text, DateTimeOffset Until);
