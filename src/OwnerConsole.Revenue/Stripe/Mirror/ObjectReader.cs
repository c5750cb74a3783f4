using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Reads an object from Stripe again and stores it, because of an event or because a person requests it.</summary>
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
            return WorkOutcome.Completed; // read together with another event of the same object
        if (connection is null)
            return await Fail(job, item, "Stripe is no longer connected to this account.", isLast: true, stop);
        try
        {
            var kind = ObjectKind.Find(waiting.ObjectType)!; // only reads of a known type are pending
            await Store(job, waiting, await new StripeReader(clients.Create(connection)).ReadOrDeleted(kind, waiting.ObjectId, stop), stop);
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
            await work.Enqueue(LaneOf(account, objectId), Kind, new Job(account, eventId, null, null));
    }

    /// <summary>Queues the requested read of an object. The caller wakes the workers.</summary>
    internal static Task Enqueue(string account, Mode mode, string objectId, UnitOfWork work) =>
        work.Enqueue(LaneOf(account, objectId), Kind, new Job(account, null, objectId, mode));

    /// <summary>All reads of one object are in one lane.</summary>
    internal static string LaneOf(string account, string objectId) => $"stripe:{account}:{Shorten(objectId)}";

    /// <returns>The read if it is still pending, and the connection to its account.</returns>
    private async Task<(PendingRead? Read, StripeConnection? Connection)> Load(Job job, CancellationToken stop)
    {
        if (await FindPending(job, stop) is not { } waiting)
            return (null, null);
        var connection = await connections.Find(waiting.Mode, stop);
        return (waiting, connection?.AccountId == job.Account ? connection : null);
    }

    private async Task<PendingRead?> FindPending(Job job, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return job.EventId is null
            ? await work.One<PendingRead>(
                $"""
                select r.mode, r.type as object_type, r.object_id, clock_timestamp() as read_at from stripe.reads r
                 where r.tenant_id = 'tnt_platform' and r.account_id = @Account and r.object_id = @ObjectId and r.mode = @Mode and r.lists = '[]' and {RequestedReads.IsOpen}
                """,
                job
            )
            : await work.One<PendingRead>(
                """
                select mode, object_type, object_id, clock_timestamp() as read_at from stripe.events
                 where tenant_id = 'tnt_platform' and account_id = @Account and event_id = @EventId and state = 'pending'
                """,
                job
            );
    }

    private async Task Store(Job job, PendingRead waiting, StripeObject read, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        ObjectStore.Save(job.Account, waiting.Mode, waiting.ObjectType, read, waiting.ReadAt, job.EventId, work);
        RequestedReads.Complete(job.Account, waiting.Mode, [waiting.ObjectId], waiting.ReadAt, work);
        if (job.EventId is null)
            ReadEvents.CompleteAll(job.Account, waiting.Mode, [waiting.ObjectId], waiting.ReadAt, work);
        else
            ReadEvents.CompletePending(job.Account, waiting.Mode, waiting.ObjectId, waiting.ReadAt, work);
        await work.Commit();
    }

    private async Task<WorkOutcome> Fail(Job job, WorkItem item, string error, bool isLast, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (job is { ObjectId: { } requested, Mode: { } mode })
            RequestedReads.Fail(job.Account, mode, requested, error, isLast, work);
        else
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
        // The lists of events and records show the failure, so it isn't listed as a failed job as well.
        return isLast ? WorkOutcome.Completed : WorkOutcome.Failed(new(error));
    }

    /// <summary>Coupons can have ids of the owner's choice, which can be longer than a lane's name.</summary>
    private static string Shorten(string id) => id.Length <= 64 ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <param name="EventId">Event whose object is read; null for a requested read.</param>
    /// <param name="ObjectId">Object whose read is requested; null for an event.</param>
    /// <param name="Mode">Mode of that object.</param>
    private sealed record Job(string Account, string? EventId, string? ObjectId, Mode? Mode);

    private sealed record PendingRead(Mode Mode, string ObjectType, string ObjectId, DateTimeOffset ReadAt);
}
