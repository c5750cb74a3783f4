using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>The places for clients that a studio's plan has. The console counts them; who is a client stands here, and what changed is settled by what is.</summary>
internal sealed partial class Places(Database database, Limits limits, ILogger<Places> log)
{
    /// <summary>The feature.</summary>
    private const string Clients = "clients";

    /// <summary>Takes a place for somebody who is about to become a client. When that comes to nothing, be it that this process is killed, it is given back within a minute.</summary>
    /// <returns>why there is none; null when it was taken</returns>
    public async Task<LimitRefusal?> Take(string studio, string person, CancellationToken stop)
    {
        await database.Do(
            "insert into studio.places (person_id, studio_id, settle_at) values ($1, $2, clock_timestamp() + interval '1 minute')",
            stop,
            person,
            studio
        );
        LimitRefusal? refusal;
        try
        {
            refusal = (await Claim(studio, person, isNew: true, stop)).Refusal;
        }
        catch (RefusedException refused)
        {
            Unanswered(refused.Message);
            refusal = new(refused.Code, refused.Detail, Clients, Requested: 1);
        }
        if (refusal is not null)
            await GiveBack(person, stop);
        return refusal;
    }

    /// <summary>Nobody became a client.</summary>
    public Task GiveBack(string person, CancellationToken stop) =>
        database.Do("update studio.places set settle_at = clock_timestamp() where person_id = $1", stop, person);

    /// <summary>Whoever is a client has a place, and whoever is none has none.</summary>
    /// <exception cref="HttpRequestException">the console is away: what is left is settled when it is back</exception>
    public async Task Settle(CancellationToken stop)
    {
        var changed = await database.Rows(
            """
            select person_id, studio_id, settle_at, exists (select from studio.people p where p.id = person_id and p.role = 'client' and not p.is_demo)
              from studio.places
             where settle_at <= clock_timestamp() and not exists (select from studio.studios s where s.id = studio_id and s.reported_at is null)
             order by settle_at limit 100
            """,
            row => (Person: row.GetString(0), Studio: row.GetString(1), At: row.GetFieldValue<DateTimeOffset>(2), IsClient: row.GetBoolean(3)),
            stop
        );
        foreach (var (person, studio, at, isClient) in changed)
        {
            var answer = isClient ? await Claim(studio, person, isNew: false, stop) : await Free(studio, person, stop);
            if (answer.IsByOutage)
                return; // granted or not: the console has not heard of it
            if (!answer.IsGranted)
                Over(studio, person);
            // what was changed meanwhile is settled anew
            await database.Do("delete from studio.places where person_id = $1 and settle_at = $2", stop, person, at);
        }
    }

    /// <param name="isNew">the person is not reported as a client yet</param>
    private async Task<LimitAnswer> Claim(string studio, string person, bool isNew, CancellationToken stop)
    {
        try
        {
            return await limits.Claim(studio, Clients, person, stop);
        }
        catch (RefusedException refused) when (IsReported(refused))
        {
            return isNew ? await limits.Check(studio, Clients, stop: stop) : new(Clients);
        }
        catch (RefusedException refused) when (IsUncounted(refused))
        {
            return new(Clients);
        }
    }

    private async Task<LimitAnswer> Free(string studio, string person, CancellationToken stop)
    {
        try
        {
            await limits.Free(studio, Clients, person, stop);
        }
        catch (RefusedException refused) when (IsUncounted(refused) || IsReported(refused))
        {
            // there was none to free
        }
        return new(Clients);
    }

    /// <summary>The console counts the clients that are reported to it, so nothing is claimed.</summary>
    private static bool IsReported(RefusedException refused) => refused.Code is "counted_from_reports";

    /// <summary>A platform that declares no such feature has as many places as anybody likes, and so has a studio that was opened a moment ago: it is settled once it is reported.</summary>
    private static bool IsUncounted(RefusedException refused) => refused.Code is "unknown_feature" or "not_found";

    [LoggerMessage(LogLevel.Error, "The console does not say whether there is a place for another client: {Why}")]
    private partial void Unanswered(string why);

    [LoggerMessage(LogLevel.Warning, "{Person} is a client of {Studio} and has no place in its plan.")]
    private partial void Over(string studio, string person);
}
