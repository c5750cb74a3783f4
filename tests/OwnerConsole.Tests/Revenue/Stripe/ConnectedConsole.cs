using System.Text.Json;
using FakeStripe.Webhooks;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A console that is connected with a Stripe at any address, and what it has copied so far.</summary>
public sealed class ConnectedConsole(TestApplication app, Database database, Mode mode = Mode.Test)
{
    /// <summary>Key and signing secret that a console is connected with unless a test says otherwise.</summary>
    public const string Key = "rk_test_FakeStripe",
        LiveKey = "rk_live_FakeStripe",
        Secret = "whsec_FakeStripe";

    /// <summary>Saves a connection.</summary>
    public Task<JsonElement> Save(string? key = null) =>
        app.Run(
            "stripe.connect",
            IdGenerator.Platform,
            new
            {
                mode = mode.ToText(),
                api_key = key ?? (mode is Mode.Live ? LiveKey : Key),
                signing_secret = Secret,
            }
        );

    /// <summary>Connects the account and waits for its check.</summary>
    public async Task Connect(string? key = null)
    {
        await Save(key);
        await app.Await("/api/v1/stripe/connections", answer => answer.GetProperty("data")[0].GetProperty("checked_at").ValueKind is JsonValueKind.String);
    }

    /// <summary>Waits until everything that existed before the connection is copied.</summary>
    public Task Copied() => database.Until("select count(*) > 0 and bool_and(completed_at is not null) from stripe.backfills");

    /// <summary>Waits until no event is pending.</summary>
    public Task Processed() => database.Until("select not exists (select from stripe.events where state = 'pending')");

    /// <summary>Waits until all objects of received events and all existing ones are copied, and the billing records are up to date.</summary>
    public async Task Projected()
    {
        await Processed();
        await Copied();
        await database.Until("select not exists (select from stripe.objects where not is_projected)");
    }

    /// <returns>The header that Stripe signs a body with now.</returns>
    public static string Sign(string body) => WebhookSignature.Header(body, TimeProvider.System.GetUtcNow(), [Secret]);
}
