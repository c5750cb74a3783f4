using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Events;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Reads the object of an event from Stripe again and stores it.</summary>
/// <remarks>
/// Events arrive late, twice and in any order, so their content isn't used: what Stripe returns now is at least as new as every event received before.
/// All work for an object is in one lane, so an older response can't replace a newer one.
/// </remarks>
public sealed class ObjectReader(Database database, ConnectionCache connections, StripeClients clients) : IWorkHandler
{
    public const string Kind = "stripe.read_object";

    public string Name => Kind;

    public string Title => "Read an object from Stripe";

    public bool SendsExternally => true;

    public RetryPolicy RetryPolicy => StripeFault.RetryPolicy;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        var (waiting, connection) = await Load(job, stop);
        if (waiting is null)
            return WorkOutcome.Completed; // processed together with another event of the same object
        if (connection is null)
            return await Fail(job, item, "Stripe is no longer connected to this account.", isLast: true, stop);
        try
        {
            await Store(job, waiting, await Read(connection, waiting, stop), stop);
            return WorkOutcome.Completed;
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            return await Fail(job, item, explained, RetryPolicy.IsLast(item), stop);
        }
    }

    /// <summary>Queues events whose objects are to be read. The caller wakes the workers.</summary>
    internal static async Task Enqueue(IEnumerable<(string Account, string EventId, string ObjectId)> events, UnitOfWork work)
    {
        foreach (var (account, eventId, objectId) in events)
            await work.Enqueue(LaneOf(account, objectId), Kind, new Job(account, eventId));
    }

    /// <summary>All reads of one object are in one lane.</summary>
    internal static string LaneOf(string account, string objectId) => $"stripe:{account}:{Shorten(objectId)}";

    /// <returns>The event if it is still pending, and the connection to its account.</returns>
    private async Task<(PendingEvent? Event, StripeConnection? Connection)> Load(Job job, CancellationToken stop)
    {
        if (await LoadEvent(job, stop) is not { } waiting)
            return (null, null);
        var connection = await connections.Find(waiting.Mode, stop);
        return (waiting, connection?.AccountId == job.Account ? connection : null);
    }

    private async Task<PendingEvent?> LoadEvent(Job job, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<PendingEvent>(
            """
            select mode, object_type, object_id, clock_timestamp() as read_at from stripe.events
             where tenant_id = 'tnt_platform' and account_id = @Account and event_id = @EventId and state = 'pending'
            """,
            job
        );
    }

    private async Task<StripeObject> Read(StripeConnection connection, PendingEvent waiting, CancellationToken stop)
    {
        try
        {
            var path = ObjectKind.Find(waiting.ObjectType)!.PathOf(waiting.ObjectId); // only events about a known type are pending
            var answer = await clients.Create(connection).RawRequestAsync(HttpMethod.Get, path, null, new(), stop);
            return StripeObject.Read(waiting.ObjectType, answer.Content);
        }
        catch (StripeException gone) when (StripeFault.IsMissing(gone))
        {
            return StripeObject.Deleted;
        }
    }

    private async Task Store(Job job, PendingEvent waiting, StripeObject read, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        ObjectStore.Save(job.Account, waiting.Mode, waiting.ObjectType, waiting.ObjectId, read, waiting.ReadAt, job.EventId, work);
        work.Defer(
            """
            update stripe.events set state = 'processed', processed_at = clock_timestamp(), error = null, attempts = 0
             where tenant_id = 'tnt_platform' and account_id = @Account and object_id = @ObjectId and state = 'pending' and received_at <= @ReadAt
            """,
            new
            {
                job.Account,
                waiting.ObjectId,
                waiting.ReadAt,
            }
        );
        await work.Commit();
    }

    private async Task<WorkOutcome> Fail(Job job, WorkItem item, string error, bool isLast, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        work.Defer(
            """
            update stripe.events set attempts = attempts + 1, error = @error, state = case when @isLast then 'failed' else state end
             where tenant_id = 'tnt_platform' and account_id = @Account and event_id = @EventId and state = 'pending'
            """,
            new
            {
                job.Account,
                job.EventId,
                error,
                isLast,
            }
        );
        await work.Commit();
        // The list of events shows what failed and can replay it, so it isn't listed as a failed job as well.
        return isLast ? WorkOutcome.Completed : WorkOutcome.Failed(new(error));
    }

    /// <summary>Coupons can have ids of the owner's choice, which can be longer than a lane's name.</summary>
    private static string Shorten(string id) => id.Length <= 64 ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private sealed record Job(string Account, string EventId);

    private sealed record PendingEvent(Mode Mode, string ObjectType, string ObjectId, DateTimeOffset ReadAt);
}
