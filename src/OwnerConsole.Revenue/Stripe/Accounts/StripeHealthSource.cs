using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Calls;
using OwnerConsole.Revenue.Stripe.Events;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>The health of the connection to Stripe in live mode.</summary>
public sealed class StripeHealthSource(TimeProvider clock) : IHealthSource
{
    private const string Key = "payments",
        Title = "Payments (Stripe)";

    public string Permission => StripeRoutes.Read;

    public int Order => 50;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        if ((await StripeConnectionView.List(work)).FirstOrDefault(connection => connection.Mode is Mode.Live) is not { } live)
            return [new(Key, Title, HealthState.Unknown, "Stripe is not connected in live mode.", StripeRoutes.Address)];
        var (state, summary) = live switch
        {
            { FailingSince: not null } => (HealthState.Down, live.Error ?? "Stripe can't be reached."),
            { CheckedAt: null } => (HealthState.Unknown, "The connection to Stripe was not checked yet."),
            { MissingPermissions.Count: > 0 } => (HealthState.Degraded, "The API key can't read everything."),
            { FailedEvents: > 0 } => (HealthState.Degraded, "Events from Stripe failed."),
            _ => (HealthState.Up, "Stripe accepts the API key."),
        };
        var delay = await WebhookDelay.Read(work);
        return
        [
            new(Key, Title, state, summary, StripeRoutes.Address)
            {
                Since = live.FailingSince,
                CheckedAt = live.CheckedAt,
                Durations = HealthDurations.Of("Time until a webhook is processed", delay.P50Seconds * 1_000, delay.P95Seconds * 1_000),
                Calls = await StripeCallHistory.ReadDay(clock.GetUtcNow(), work),
            },
        ];
    }
}
