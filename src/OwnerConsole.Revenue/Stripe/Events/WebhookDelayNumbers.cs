using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>How long payment webhooks of live mode take, from the creation at Stripe until they are processed.</summary>
internal sealed class WebhookDelayNumbers(TimeProvider clock) : IHealthNumberSource
{
    /// <summary>Keys of the numbers, which their trends have too: median and p95.</summary>
    public const string Key = "webhook_delay",
        P95Key = "webhook_delay_p95";

    /// <summary>Stripe delivers an event within seconds, and it is processed at once.</summary>
    private static readonly TimeSpan s_slow = TimeSpan.FromMinutes(1);

    public string Permission => StripeRoutes.Read;

    public int Order => 40;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var delay = await WebhookDelay.Read(work);
        var isPendingLong = delay.PendingSince < clock.GetUtcNow() - s_slow;
        return
        [
            Number(
                Key,
                "Payment webhook delay",
                delay.LastSeconds,
                isPendingLong ? "An event from Stripe has been pending for more than a minute." : "Time from the last event at Stripe until it was processed.",
                isPendingLong,
                delay.ReceivedAt
            ),
            Number(
                P95Key,
                "Payment webhook delay, p95",
                delay.P95Seconds,
                "95% of the events of the last 24 hours were processed within this time.",
                isPendingLong: false,
                delay.ReceivedAt
            ),
        ];
    }

    private static HealthNumber Number(string key, string title, double? seconds, string summary, bool isPendingLong, DateTimeOffset? receivedAt) =>
        new(
            key,
            title,
            HealthNumberUnit.Seconds,
            seconds is { } value ? Math.Round((decimal)value, 1) : null,
            isPendingLong || seconds >= s_slow.TotalSeconds ? HealthNumberState.Slow
                : seconds is null ? HealthNumberState.NoData
                : HealthNumberState.Ok,
            receivedAt is null ? "Connect Stripe in live mode to see this number."
                : seconds is null && !isPendingLong ? "No events from Stripe were processed in the last 24 hours."
                : summary,
            receivedAt is null ? StripeRoutes.Address : StripeEventRoutes.Address
        )
        {
            IsLowerBetter = true,
            LastAt = receivedAt,
        };
}
