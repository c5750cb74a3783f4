using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Browsers that have signed in completely as someone before, recognized by a cookie of their own. The cookie opens nothing: it only keeps guesses from elsewhere from slowing them down.</summary>
public sealed class KnownDevices
{
    private const string Cookie = "__Host-oc-device";

    private const int MaxPerPerson = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    /// <returns>the hash of the browser's cookie; null without one</returns>
    public static byte[]? Of(HttpContext context) =>
        context.Items[typeof(KnownDevices)] as byte[]
        ?? (context.Request.Cookies[Cookie] is { Length: > 0 and <= Token.Length } token ? Token.Hash(token) : null);

    /// <summary>Gives the browser a cookie, or renews the one that it has. It means nothing until <see cref="Remember"/>.</summary>
    public static void Give(HttpContext context)
    {
        var token = context.Request.Cookies[Cookie] is { Length: Token.Length } sent ? sent : Token.New();
        context.Items[typeof(KnownDevices)] = Token.Hash(token);
        context.Response.Cookies.Append(
            Cookie,
            token,
            new()
            {
                HttpOnly = true,
                Secure = true,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = Lifetime,
                IsEssential = true,
            }
        );
    }

    /// <summary>After a complete sign-in.</summary>
    public async Task Remember(string personId, Client client, Work work)
    {
        if (client.Device is not { } device)
            return;
        await work.Do(
            """
            insert into auth.known_devices (user_id, device_hash) values (@personId, @device)
            on conflict (user_id, device_hash) do update set last_used_at = now()
            """,
            new { personId, device }
        );
        await work.Do(
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
