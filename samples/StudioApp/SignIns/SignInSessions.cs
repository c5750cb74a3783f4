using OwnerConsole.Client;
using StudioApp.Data;
using StudioApp.People;

namespace StudioApp.SignIns;

/// <summary>Records visits of signed-in people, which the console shows as sessions.</summary>
internal sealed class SignInSessions(StudioDatabase database, OwnerConsoleClient console)
{
    /// <returns>ID of the visit.</returns>
    public async Task<string> Begin(StudioPerson person, CancellationToken stop)
    {
        var visit = StudioDatabase.NewId("visit");
        await database.Execute("insert into studio.visits (id, person_id) values ($1, $2)", stop, visit, person.Id);
        await database.Execute("update studio.people set last_seen_at = now() where id = $1", stop, person.Id);
        await console.StartSession(person.StudioId, person.Id, visit, stop);
        return visit;
    }

    public async Task End(SignedInUser visitor, CancellationToken stop)
    {
        if (visitor.Visit is null)
            return;
        if (await database.Execute("update studio.visits set ended_at = clock_timestamp() where id = $1 and ended_at is null", stop, visitor.Visit) == 1)
            await console.EndSession(visitor.Studio, visitor.Person, visitor.Visit, stop);
    }
}
