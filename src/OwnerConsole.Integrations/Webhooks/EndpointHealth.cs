using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Records since when an endpoint has been failing, and disables endpoints that are gone or have failed for too long.</summary>
/// <remarks>The console disables endpoints with the same operation as users, so that it is logged and can be undone.</remarks>
public sealed class EndpointHealth(Previews previews, Runner runner, ILogger<EndpointHealth> log)
{
    private static readonly TimeSpan TooLong = TimeSpan.FromDays(5);
    private const int TooMany = 20;

    /// <param name="work">Transaction that can write rows of the platform.</param>
    /// <returns>True when the endpoint has failed for too long.</returns>
    public static Task<bool> Record(string endpointId, bool isNotified, DateTimeOffset at, UnitOfWork work) =>
        work.One<bool>(
            """
            insert into webhooks.health as h (tenant_id, endpoint_id, failing_since, failures, delivered_at)
            values ('tnt_platform', @endpointId, case when not @isNotified then @at end, (not @isNotified)::int, case when @isNotified then @at end)
            on conflict (tenant_id, endpoint_id) do update
               set failing_since = case when not @isNotified then coalesce(h.failing_since, @at) end, failures = case when @isNotified then 0 else h.failures + 1 end,
                   delivered_at = coalesce(excluded.delivered_at, h.delivered_at)
            returning coalesce(failing_since <= @at - @TooLong and failures >= @TooMany, false)
            """,
            new
            {
                endpointId,
                isNotified,
                at,
                TooLong,
                TooMany,
            }
        );

    /// <summary>Does nothing if the endpoint is already disabled. During an emergency stop, the next failure tries again.</summary>
    public async Task Disable(string endpointId, DisableCause cause, CancellationToken stop)
    {
        try
        {
            var preview = await previews.Create(
                Caller.System,
                "webhook_endpoint.disable",
                TargetSelection.Of([endpointId]),
                Json.Element(new DisableEndpoint.Input(cause)),
                stop
            );
            await runner.Start(Caller.System, new(preview.PreviewId), key: null, stop);
            log.LogWarning("The endpoint {Endpoint} is disabled: {Cause}.", endpointId, cause.ToText());
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            log.LogInformation("The endpoint {Endpoint} is not disabled: {Why}", endpointId, problem.Message);
        }
    }
}
