using System.Net;
using System.Net.Sockets;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Wrong passwords and codes, counted per account and origin. After <see cref="Free"/> of them each further attempt from there waits longer, up to five minutes; other origins wait for nothing.</summary>
public sealed class SignInAttempts
{
    /// <summary>Failed attempts from one origin before the next one has to wait.</summary>
    public const int Free = 5;

    /// <summary>Takes the account for this transaction, so that attempts made at once are counted one after the other.</summary>
    public async Task<AttemptOrigin> Of(string personId, Client client, Work work)
    {
        await Take(personId, work);
        return (
            await work.One<AttemptOrigin>(
                """
                with origin as (
                  select case when d.user_id is null then @network else 'device ' || encode(d.device_hash, 'hex') end as text, d.user_id is not null as is_known
                    from (select 1) one left join auth.known_devices d on d.user_id = @personId and d.device_hash = @Device)
                select o.text, o.is_known, coalesce(a.waits_until <= now(), true) as may_try
                  from origin o left join auth.sign_in_attempts a on a.user_id = @personId and a.origin = o.text
                """,
                new
                {
                    personId,
                    network = Network(client.Ip),
                    client.Device,
                }
            )
        )!; // it always answers one row
    }

    /// <summary>As <see cref="Of(string, Client, Work)"/>, for someone who confirms in an open session who they are.</summary>
    public async Task<AttemptOrigin> Of(string personId, Session session, Work work)
    {
        await Take(personId, work);
        var text = $"session {session.Id}";
        var mayTry = await work.One<bool>(
            "select coalesce((select waits_until <= now() from auth.sign_in_attempts where user_id = @personId and origin = @text), true)",
            new { personId, text }
        );
        return new(text, IsKnown: true, mayTry);
    }

    /// <returns>true when so many have failed since the last sign-in, from everywhere, that the person is to be warned</returns>
    public async Task<bool> Failed(string personId, AttemptOrigin origin, Work work)
    {
        await work.Do("delete from auth.sign_in_attempts where failed_at < now() - interval '1 day'");
        await work.Do(
            """
            insert into auth.sign_in_attempts as a (user_id, origin, failed, failed_at) values (@personId, @Text, 1, now())
            on conflict (user_id, origin) do update
               set failed = a.failed + 1, failed_at = now(),
                   waits_until = case when a.failed + 1 >= @Free then now() + least(interval '5 minutes', interval '5 seconds' * power(2, least(a.failed + 1 - @Free, 10))) end
            """,
            new
            {
                personId,
                origin.Text,
                Free,
            }
        );
        return await work.One<bool>("select sum(failed) >= @Free from auth.sign_in_attempts where user_id = @personId", new { personId, Free });
    }

    /// <summary>Forgets what failed from there. Only after a complete sign-in: someone who knows the password could otherwise guess codes forever.</summary>
    public Task<int> Forget(string personId, AttemptOrigin origin, Work work) =>
        work.Do("delete from auth.sign_in_attempts where user_id = @personId and origin = @Text", new { personId, origin.Text });

    private static Task<bool> Take(string personId, Work work) =>
        work.One<bool>("select true from auth.users where id = @personId for update", new { personId });

    /// <returns>the address; of IPv6 the /64 network, which is what one customer gets</returns>
    private static string Network(string? ip)
    {
        if (!IPAddress.TryParse(ip, out var address))
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? $"{new IPAddress([.. address.GetAddressBytes().Take(8), .. new byte[8]])}/64"
            : address.ToString();
    }
}

/// <summary>Where an attempt to sign in comes from.</summary>
/// <param name="IsKnown">a browser that has signed in as this person before, or is signed in now</param>
/// <param name="MayTry">false while too many attempts from there have failed</param>
public sealed record AttemptOrigin(string Text, bool IsKnown, bool MayTry);
