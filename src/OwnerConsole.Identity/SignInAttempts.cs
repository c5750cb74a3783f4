using System.Net;
using System.Net.Sockets;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>
/// Counts wrong passwords and codes per account and origin. After <see cref="FreeAttempts"/> failures, that origin is delayed for up to five minutes; others are
/// not.
/// </summary>
public sealed class SignInAttempts
{
    /// <summary>Number of failed attempts from one origin before the next one is delayed.</summary>
    public const int FreeAttempts = 5;

    /// <summary>In place of the id of an account that doesn't exist. Its failures are not stored.</summary>
    public const string Nobody = "";

    /// <summary>Locks the account for this transaction, so that concurrent attempts are counted one after the other.</summary>
    public async Task<AttemptOrigin> Of(string personId, ClientInfo client, UnitOfWork work)
    {
        await Lock(personId, work);
        return (
            await work.One<AttemptOrigin>(
                """
                with origin as (
                  select case when d.user_id is null then @network else 'device ' || encode(d.device_hash, 'hex') end as text, d.user_id is not null as is_known
                    from (select 1) one left join auth.known_devices d on d.user_id = @personId and d.device_hash = @Device)
                select o.text, o.is_known, coalesce(a.waits_until <= now(), true) as can_try
                  from origin o left join auth.sign_in_attempts a on a.user_id = @personId and a.origin = o.text
                """,
                new
                {
                    personId,
                    network = Network(client.Ip),
                    client.Device,
                }
            )
        )!; // the query always returns one row
    }

    /// <summary>Like <see cref="Of(string, ClientInfo, UnitOfWork)"/>, for a person who confirms their identity in an open session.</summary>
    public async Task<AttemptOrigin> Of(string personId, Session session, UnitOfWork work)
    {
        await Lock(personId, work);
        var text = $"session {session.Id}";
        var mayTry = await work.One<bool>(
            "select coalesce((select waits_until <= now() from auth.sign_in_attempts where user_id = @personId and origin = @text), true)",
            new { personId, text }
        );
        return new(text, IsKnown: true, mayTry);
    }

    /// <returns>True when the total of failures since the last sign-in requires a warning.</returns>
    public async Task<bool> RecordFailure(string personId, AttemptOrigin origin, UnitOfWork work)
    {
        await work.Execute("delete from auth.sign_in_attempts where failed_at < now() - interval '1 day'");
        await work.Execute(
            """
            insert into auth.sign_in_attempts as a (user_id, origin, failed, failed_at)
            select id, @Text, 1, now() from auth.users where id = @personId
            on conflict (user_id, origin) do update
               set failed = a.failed + 1, failed_at = now(),
                   waits_until = case when a.failed + 1 >= @Free then now() + least(interval '5 minutes', interval '5 seconds' * power(2, least(a.failed + 1 - @Free, 10))) end
            """,
            new
            {
                personId,
                origin.Text,
                Free = FreeAttempts,
            }
        );
        return await work.One<bool>(
            "select coalesce(sum(failed), 0) >= @Free from auth.sign_in_attempts where user_id = @personId",
            new { personId, Free = FreeAttempts }
        );
    }

    /// <summary>
    /// Clears the failures of an origin. Only after a complete sign-in, because someone who knows the password could otherwise guess codes without limit.
    /// </summary>
    public Task<int> Reset(string personId, AttemptOrigin origin, UnitOfWork work) =>
        work.Execute("delete from auth.sign_in_attempts where user_id = @personId and origin = @Text", new { personId, origin.Text });

    private static Task<bool> Lock(string personId, UnitOfWork work) =>
        work.One<bool>("select true from auth.users where id = @personId for update", new { personId });

    /// <returns>The address; for IPv6 the /64 network, which is usually assigned to one customer.</returns>
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

/// <summary>Origin of a sign-in attempt.</summary>
/// <param name="IsKnown">The browser has signed in as this person before, or is signed in now.</param>
/// <param name="CanTry">False while the origin is delayed after too many failures.</param>
public sealed record AttemptOrigin(string Text, bool IsKnown, bool CanTry);
