using System.Diagnostics;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Data.Telemetry;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends one event to one endpoint, signed at the time of the attempt, and records the result.</summary>
public sealed class WebhookSender(Database database, EndpointSecrets secrets, EndpointHealth health, WebhookClient posting, TaskMessages tasks) : IWorkHandler
{
    public const string Kind = "webhook.deliver";

    public string Name => Kind;

    public string Title => "Send webhook";

    public bool SendsExternally => true;

    /// <summary>The standard schedule. Failed attempts carry the schedule of their endpoint.</summary>
    public RetryPolicy RetryPolicy { get; } = RetrySchedule.Of(RetryPreset.Standard).Policy;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        return await Prepare(job, stop) is { } signed ? await Attempt(signed, item, stop) : await End(job, stop);
    }

    /// <summary>Reads and signs the delivery. The database connection is released before the request, so that slow receivers don't exhaust the connections that pages need.</summary>
    /// <returns>The signed delivery; null when there is nothing left to send.</returns>
    private async Task<SignedDelivery?> Prepare(Job job, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var delivery = await reading.One<Delivery>(
            $"""
            select d.tenant_id, d.delivery_id, d.endpoint_id, d.event_id, d.event, d.body, d.attempts, {Endpoints.Url} as url, {Endpoints.Retry} as retry, {Endpoints.RetryDelays} as retry_delays, now() as at
              from webhooks.deliveries d join webhooks.endpoints e on e.endpoint_id = d.endpoint_id and {Endpoints.IsActive}
              {Endpoints.Settings}
             where d.tenant_id = @TenantId and d.delivery_id = @Delivery and d.state <> 'succeeded'
            """,
            new { job.TenantId, job.Delivery }
        );
        if (delivery is null)
            return null;
        // A task's message contains its token and input. They are inserted now and not stored.
        if ((delivery.Event == ApplicationTasks.OfferedEvent ? await tasks.Fill(delivery.TenantId, delivery.Body, stop) : delivery.Body) is not { } text)
            return null;
        var body = Encoding.UTF8.GetBytes(text);
        return new(delivery, body, await secrets.Sign(delivery.EndpointId, delivery.EventId, delivery.At, body, reading));
    }

    private async Task<WorkOutcome> Attempt(SignedDelivery signed, WorkItem item, CancellationToken stop)
    {
        var at = signed.Delivery.At;
        var watch = Stopwatch.StartNew();
        var answer = await posting.Send(signed.Delivery.Url, signed.Delivery.EventId, at, signed.Body, signed.Signature, stop);
        var isTooLong = await Record(signed.Delivery, item, (int)watch.ElapsedMilliseconds, answer, stop);
        if (answer.IsGone || isTooLong)
            await health.Disable(signed.Delivery.EndpointId, answer.IsGone ? DisableCause.Gone : DisableCause.Failing, stop);
        return answer.IsSuccess || answer.IsGone
            ? WorkOutcome.Completed
            : WorkOutcome.Failed(answer.Failure(at) with { RetryPolicy = signed.Delivery.RetryPolicy });
    }

    /// <returns>True when the endpoint has failed for too long.</returns>
    private async Task<bool> Record(Delivery delivery, WorkItem item, int took, AttemptResult answer, CancellationToken stop)
    {
        var state =
            answer.IsSuccess ? DeliveryState.Succeeded
            : answer.IsGone || delivery.RetryPolicy.IsLast(item) ? DeliveryState.Failed
            : DeliveryState.Pending;
        await using var work = await database.Write(WriteOrigin.Intake("webhook.attempt"), [delivery.TenantId, IdGenerator.Platform], stop);
        // A delivery that was undone while it was being sent has no job any more, so its state is kept.
        await work.Execute(
            """
            with attempt as (
              insert into webhooks.attempts (tenant_id, delivery_id, attempt, at, took_ms, status, fault)
              values (@TenantId, @DeliveryId, @number, @at, @took, @Status, @Fault)
              on conflict do nothing)
            update webhooks.deliveries d
               set attempts = @number,
                   state = case when @state = 'pending' and not exists (select from work.items i where i.lane = @Lane and i.id = @Id) then d.state else @state end,
                   ended_at = case when @state <> 'pending' then clock_timestamp() else d.ended_at end
             where d.tenant_id = @TenantId and d.delivery_id = @DeliveryId
            """,
            new
            {
                delivery.TenantId,
                delivery.DeliveryId,
                number = delivery.Attempts + 1,
                delivery.At,
                took,
                answer.Status,
                answer.Fault,
                item.Lane,
                item.Id,
                state,
            }
        );
        if (delivery.Event == ApplicationTasks.OfferedEvent && answer.IsSuccess)
            await TaskMessages.MarkAccepted(delivery.TenantId, delivery.Body, work);
        var isTooLong = await EndpointHealth.Record(delivery.EndpointId, answer.IsSuccess, delivery.At, work);
        await work.Commit();
        ConsoleMeter.CountAttempt(state.ToText());
        return isTooLong;
    }

    /// <summary>Closes a delivery whose endpoint was removed or disabled, or that was already sent.</summary>
    private async Task<WorkOutcome> End(Job job, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("webhook.attempt"), [job.TenantId], stop);
        await work.Execute(
            "update webhooks.deliveries set state = 'failed', ended_at = clock_timestamp() where tenant_id = @TenantId and delivery_id = @Delivery and state = 'pending'",
            new { job.TenantId, job.Delivery }
        );
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private sealed record Job(string TenantId, string Delivery);

    private sealed record Delivery(
        string TenantId,
        string DeliveryId,
        string EndpointId,
        string EventId,
        string Event,
        string Body,
        int Attempts,
        string Url,
        RetryPreset Retry,
        int[] RetryDelays,
        DateTimeOffset At
    )
    {
        public RetryPolicy RetryPolicy => RetrySchedule.Of(Retry, RetryDelays).Policy;
    }

    /// <param name="Body">Exactly the bytes that were signed.</param>
    private sealed record SignedDelivery(Delivery Delivery, byte[] Body, string Signature);
}
