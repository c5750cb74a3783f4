using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Manages the client places of a studio's plan. The console counts them; this database knows who is a client, and corrects the count after changes.</summary>
internal sealed partial class ClientPlaces(StudioDatabase database, Limits limits, ILogger<ClientPlaces> log)
{
    /// <summary>Key of the feature.</summary>
    private const string Clients = "clients";

    /// <summary>Claims a place for a future client. If the client is not created, for example because this process is killed, the place is released within a minute.</summary>
    /// <returns>The refusal; null if the place was claimed.</returns>
    public async Task<LimitRefusal?> Take(string studio, string person, CancellationToken stop)
    {
        await database.Execute(
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
            await Return(person, stop);
        return refusal;
    }

    /// <summary>Releases the place because no client was created.</summary>
    public Task Return(string person, CancellationToken stop) =>
        database.Execute("update studio.places set settle_at = clock_timestamp() where person_id = $1", stop, person);

    /// <summary>Claims places for clients without one, and frees places of people who are no longer clients.</summary>
    /// <exception cref="HttpRequestException">The console is unreachable; the rest is settled when it is back.</exception>
    public async Task Reconcile(CancellationToken stop)
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
            if (answer.IsOutageFallback)
                return; // allowed or not: the console was not reached
            if (!answer.IsGranted)
                Over(studio, person);
            // entries that changed in the meantime are settled again
            await database.Execute("delete from studio.places where person_id = $1 and settle_at = $2", stop, person, at);
        }
    }

    /// <param name="isNew">True if the person is not yet reported as a client.</param>
    private async Task<LimitResult> Claim(string studio, string person, bool isNew, CancellationToken stop)
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

    private async Task<LimitResult> Free(string studio, string person, CancellationToken stop)
    {
        try
        {
            await limits.Free(studio, Clients, person, stop);
        }
        catch (RefusedException refused) when (IsUncounted(refused) || IsReported(refused))
        {
            // there was no place to free
        }
        return new(Clients);
    }

    /// <summary>True if the console counts reported clients, so that nothing needs to be claimed.</summary>
    private static bool IsReported(RefusedException refused) => refused.Code is "counted_from_reports";

    /// <summary>True if nothing is counted: the platform has no such feature, or the studio was just created and is not reported yet.</summary>
    private static bool IsUncounted(RefusedException refused) => refused.Code is "unknown_feature" or "not_found";

    [LoggerMessage(LogLevel.Error, "The console could not check the client limit: {Why}")]
    private partial void Unanswered(string why);

    [LoggerMessage(LogLevel.Warning, "{Person} is a client of {Studio}, which exceeds its plan.")]
    private partial void Over(string studio, string person);
}
