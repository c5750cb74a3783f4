using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>
/// Remembers browsers that have completed a sign-in, by a separate cookie. It grants no access, but exempts them from delays caused by failed attempts
/// elsewhere.
/// </summary>
public sealed class KnownDevices
{
    private const string Cookie = "__Host-oc-device";

    private const int MaxPerPerson = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    /// <returns>Hash of the browser's cookie; null without one.</returns>
    public static byte[]? Of(HttpContext context) =>
        context.Items[typeof(KnownDevices)] as byte[]
        ?? (context.Request.Cookies[Cookie] is { Length: > 0 and <= RandomToken.Length } token ? RandomToken.Hash(token) : null);

    /// <summary>Sets or renews the cookie. It has no effect until <see cref="Remember"/>.</summary>
    public static void IssueCookie(HttpContext context)
    {
        var token = context.Request.Cookies[Cookie] is { Length: RandomToken.Length } sent ? sent : RandomToken.Create();
        context.Items[typeof(KnownDevices)] = RandomToken.Hash(token);
        context.Response.Cookies.Append(Cookie, token, HostCookie.Options(SameSiteMode.Lax, Lifetime));
    }

    /// <summary>Remembers the browser after a complete sign-in.</summary>
    public async Task Remember(string personId, ClientInfo client, UnitOfWork work)
    {
        if (client.Device is not { } device)
            return;
        await work.Execute(
            """
            insert into auth.known_devices (user_id, device_hash) values (@personId, @device)
            on conflict (user_id, device_hash) do update set last_used_at = now()
            """,
            new { personId, device }
        );
        await work.Execute(
            """
            delete from auth.known_devices d
             where d.user_id = @personId
               and (d.last_used_at < now() - @Lifetime
                    or d.device_hash not in (select n.device_hash from auth.known_devices n where n.user_id = @personId order by n.last_used_at desc limit @MaxPerPerson))
            """,
            new
            {
                personId,
                Lifetime,
                MaxPerPerson,
            }
        );
    }
}
