using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Mirror;
using OwnerConsole.Revenue.Stripe.Projection;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Sends a requested change to Stripe, reads the changed object again, and completes the run.</summary>
/// <remarks>
/// The idempotency key is made of the run and its subject, so a repeated attempt, also after a timeout or a restart, has one effect.
/// </remarks>
public sealed class StripeWriter(Database database, StripeClients clients, RunCompletion completion, RequestEffects effects, TimeProvider clock) : IWorkHandler
{
    /// <summary>Stripe may forget an idempotency key after 24 hours; a request that is sent again later could have a second effect.</summary>
    private static readonly TimeSpan s_keyLifetime = TimeSpan.FromHours(23);

    public const string Kind = "stripe.write";

    public string Name => Kind;

    public string Title => "Change an object in Stripe";

    public bool SendsExternally => true;

    public RetryPolicy RetryPolicy => StripeFault.RetryPolicy;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var (call, run) = (Json.Read<QueuedCall>(item.Body), item.RunId!); // only runs request changes
        if (await Begin(call, run, stop) is not { } sentAt)
            return WorkOutcome.Completed;
        if (clock.GetUtcNow() - sentAt > s_keyLifetime)
            return await Refuse(call, run, "unknown", Unknown(call), isKnown: false, stop);
        if (await FindConnection(call, stop) is not { } connection)
            return await Refuse(
                call,
                run,
                "not_connected",
                Sentence.Say($"Stripe is no longer connected to the account of {new EntityReference(call.SubjectId)}."),
                isKnown: item.Attempts == 0, // an earlier attempt may have reached Stripe
                stop
            );
        var (client, done) = (clients.Create(connection), (StripeResponse?)null);
        try
        {
            done = await client.RawRequestAsync(
                call.IsDelete ? HttpMethod.Delete : HttpMethod.Post,
                call.Path,
                call.Form.Count == 0 ? null : StripeForm.Encode(call.Form.Select(field => (field.Key, field.Value))),
                new RawRequestOptions { IdempotencyKey = $"{run}-{call.SubjectId}-{call.OpenedAt.ToUnixTimeMilliseconds()}" },
                stop
            );
            var readAt = await ReadClock(stop);
            var read = await new StripeReader(client).Read(ObjectKind.Find(call.Type)!, call.SubjectId, stop); // operations name a known type
            return await Complete(call, run, done, (read, readAt), stop);
        }
        catch (StripeException unreadable) when (done is not null && IsFinal(unreadable))
        {
            return await Complete(call, run, done, read: null, stop);
        }
        catch (StripeException refused) when (IsFinal(refused))
        {
            if (item.Attempts > 0 && refused.HttpStatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return await Refuse(call, run, "unknown", Unknown(call), isKnown: false, stop); // an earlier attempt may have reached Stripe
            var code = StripeRefusal.CodeOf(refused);
            return await Refuse(call, run, code, StripeRefusal.Explain(new(call.SubjectId), code), isKnown: true, stop);
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            return !RetryPolicy.IsLast(item) ? WorkOutcome.Failed(new(explained))
                : done is not null ? await Complete(call, run, done, read: null, stop)
                : await Refuse(call, run, "unreachable", Unknown(call), isKnown: false, stop);
        }
    }

    /// <returns>When the request was first sent; null if it was stopped or settled.</returns>
    private async Task<DateTimeOffset?> Begin(QueuedCall call, string run, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        var sentAt = await StripeRequests.Send(run, call.SubjectId, work);
        await work.Commit();
        return sentAt;
    }

    private static Sentence Unknown(QueuedCall call) =>
        Sentence.Say($"It is unknown whether Stripe carried out the request about {new EntityReference(call.SubjectId)}. Check in Stripe.");

    private async Task<StripeConnection?> FindConnection(QueuedCall call, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var connection = await StripeConnection.Find(call.Mode, work);
        return connection?.AccountId == call.Account ? connection : null;
    }

    /// <summary>Completes the run together with the new copy, so that the console shows what the run has changed.</summary>
    /// <param name="done">Stripe's answer to the change.</param>
    /// <param name="read">The object after the change; null if it can't be read, so that only Stripe's event brings the new copy.</param>
    private async Task<WorkOutcome> Complete(
        QueuedCall call,
        string run,
        StripeResponse done,
        (StripeObject Object, DateTimeOffset At)? read,
        CancellationToken stop
    )
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [.. Tenants(call)], stop);
        if (read is var (changed, at))
            ObjectStore.Save(call.Account, call.Mode, call.Type, changed, at, eventId: null, work);
        await effects.Apply(call, run, done, work);
        StripeRequests.Settle(run, call.SubjectId, isDone: true, work);
        SlaCredits.Settle(run, call.SubjectId, isDone: true, work);
        await completion.Settle(run, call.SubjectId, "system", Sentence.Of(call.Done), failure: null, work);
        await work.MakeDue([BillingProjector.Lane]);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <param name="isKnown">Whether Stripe has certainly not carried out the request.</param>
    private async Task<WorkOutcome> Refuse(QueuedCall call, string run, string code, Sentence sentence, bool isKnown, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [.. Tenants(call)], stop);
        StripeRequests.Settle(run, call.SubjectId, isDone: false, work);
        if (isKnown)
            SlaCredits.Settle(run, call.SubjectId, isDone: false, work);
        await completion.Settle(run, call.SubjectId, "system", sentence, code, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private async Task<DateTimeOffset> ReadClock(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<DateTimeOffset>("select clock_timestamp()");
    }

    private static IEnumerable<string> Tenants(QueuedCall call) => new[] { call.TenantId, IdGenerator.Platform }.Distinct(StringComparer.Ordinal);

    /// <summary>Whether Stripe has decided. Otherwise the same request is repeated.</summary>
    private static bool IsFinal(StripeException refused) =>
        refused.HttpStatusCode
            is >= HttpStatusCode.BadRequest
                and < HttpStatusCode.InternalServerError
                and not (HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict);
}
