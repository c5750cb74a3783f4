using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Sends one request to one webhook of a subscriber, signed at the time of the attempt, and records the result.</summary>
internal sealed class StatusWebhookSender(Database database, StatusWebhookPreparer preparer, NoticeEmails emails, VendorHttp http) : IWorkHandler
{
    public const string Kind = "status_webhook.send",
        Lane = "status_hook";

    private const int GoneStatus = 410;

    public string Name => Kind;

    public string Title => "Send status page webhooks";

    public bool SendsExternally => true;

    /// <summary>The last attempt is 18 hours after the first one.</summary>
    public RetryPolicy RetryPolicy { get; } =
        new(
            TimeSpan.FromSeconds(5),
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(5),
            TimeSpan.FromHours(10)
        );

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<StatusWebhookJob>(item.Body);
        if (await preparer.Prepare(job, stop) is not { } prepared)
            return WorkOutcome.Completed;
        var answer = await Send(prepared, stop);
        await Record(job.Subscriber, prepared, answer, stop);
        // A receiver of a stranger that fails for good is listed with the subscribers, and not as a failed job of the team.
        return answer.IsSuccess || answer.Status is GoneStatus || RetryPolicy.IsLast(item)
            ? WorkOutcome.Completed
            : WorkOutcome.Failed(
                new(answer.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"Responded with {status}.") : "No response.")
                {
                    RetryAfter = answer.RetryAfter,
                }
            );
    }

    private async Task<ServiceAnswer> Send(PreparedWebhook prepared, CancellationToken stop)
    {
        using var request = WebhookRequest.Create(prepared.Url, prepared.Id, prepared.At, prepared.Body, prepared.Signature);
        return await http.Send(request, stop);
    }

    /// <summary>Disables a webhook that is gone, or that has failed for three days and at least 20 times, and notifies its contact once.</summary>
    private async Task Record(string subscriber, PreparedWebhook prepared, ServiceAnswer answer, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("status_webhook.attempt"), [IdGenerator.Platform], stop);
        var attempt = await work.One<RecordedAttempt>(
            """
            with found as (
              select f.subscriber_id, f.disabled_at
                from status_pages.subscribers f
               where f.tenant_id = 'tnt_platform' and f.subscriber_id = @subscriber
                 for update)
            update status_pages.subscribers s
               set last_at = @at, last_status = @Status, last_fault = @fault,
                   failing_since = case when not @IsSuccess then coalesce(s.failing_since, @at) end,
                   failures = case when @IsSuccess then 0 else s.failures + 1 end,
                   disabled_at = case when @isGone or (not @IsSuccess and s.failures >= 19 and s.failing_since <= @at - interval '3 days') then @at else s.disabled_at end
              from found f
             where s.tenant_id = 'tnt_platform' and s.subscriber_id = f.subscriber_id
            returning s.webhook_host as host, s.for_tenant is null as is_public, f.disabled_at is null and s.disabled_at is not null as is_disabled
            """,
            new
            {
                subscriber,
                at = prepared.At,
                answer.Status,
                fault = answer.Status is null ? answer.Excerpt : null,
                answer.IsSuccess,
                isGone = answer.Status is GoneStatus,
            }
        );
        if (attempt is { IsDisabled: true })
            await emails.NotifyDisabled(subscriber, prepared.PageName, attempt.Host, ReasonOf(answer), attempt.IsPublic, work);
        await work.Commit();
    }

    private static string ReasonOf(ServiceAnswer answer) =>
        answer.Status switch
        {
            GoneStatus => "The URL responded with 410 (Gone).",
            { } status => string.Create(
                CultureInfo.InvariantCulture,
                $"Requests to the URL have failed for three days, at least 20 times without a success. The last response was {status}."
            ),
            _ => "Requests to the URL have failed for three days, at least 20 times without a success. The last request had no response.",
        };

    /// <param name="Host">Host of the URL.</param>
    /// <param name="IsPublic">Whether it was requested on the public page.</param>
    /// <param name="IsDisabled">Whether this attempt has disabled the webhook.</param>
    private sealed record RecordedAttempt(string Host, bool IsPublic, bool IsDisabled);
}
