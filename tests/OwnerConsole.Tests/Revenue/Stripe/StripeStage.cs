using System.Globalization;
using System.Text;
using System.Text.Json;
using FakeStripe;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A console whose Stripe is a FakeStripe on this machine.</summary>
public sealed class StripeStage : IAsyncDisposable
{
    public const string Key = ConnectedConsole.Key,
        BlindKey = "rk_test_WithoutRefunds",
        BlindLiveKey = "rk_live_WithoutInvoices",
        Secret = ConnectedConsole.Secret;

    private readonly HttpClient _stripe;

    private readonly ConnectedConsole _connected;

    private StripeStage(FakeStripeServer server, TestConsole console, TestApplication app, Mode mode)
    {
        (Server, Console, App, _connected) = (server, console, app, new(app, console.Database, mode));
        _stripe = new() { BaseAddress = server.Address };
        _stripe.DefaultRequestHeaders.Authorization = new("Bearer", mode is Mode.Live ? ConnectedConsole.LiveKey : Key);
        _stripe.DefaultRequestHeaders.Add("Stripe-Version", "2026-10-28.endive");
    }

    public FakeStripeServer Server { get; }

    public TestConsole Console { get; }

    public TestApplication App { get; }

    /// <param name="mode">Mode of the account: the records of live mode are shown by default.</param>
    public static async Task<StripeStage> Open(Mode mode = Mode.Test)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>
        {
            [Key] = [],
            [ConnectedConsole.LiveKey] = [],
            [FakeStripeOptions.DefaultKey] = [],
            [BlindLiveKey] = ["invoices"],
            [BlindKey] = ["disputes", "checkout_sessions"],
        };
        var server = await FakeStripeServer.Start(
            new()
            {
                AccountName = "Lumen Studios",
                Keys = keys,
                IsLive = mode is Mode.Live,
            }
        );
        var console = await TestConsole.Start(plain => plain with { Vendors = new(server.Address) });
        server.Webhooks.Target = new(console.Address, $"/api/v1/stripe/webhooks/{mode.ToText()}");
        return new(server, console, await TestApplication.Connect(console), mode);
    }

    /// <inheritdoc cref="ConnectedConsole.Connect"/>
    public Task Connect(string? key = null) => _connected.Connect(key);

    /// <inheritdoc cref="ConnectedConsole.Save"/>
    public Task<JsonElement> Save(string key) => _connected.Save(key);

    /// <summary>Sends a request to FakeStripe.</summary>
    public async Task<JsonElement> Stripe(HttpMethod method, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path);
        if (form.Length > 0)
            request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _stripe.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new HttpRequestException(text);
    }

    /// <summary>Creates a recurring price.</summary>
    /// <param name="more">Further parameters of the price.</param>
    public async Task<string> Price(
        string product,
        int amount,
        string interval = "month",
        string currency = "eur",
        params (string Name, string Value)[] more
    ) =>
        await Create(
            "/v1/prices",
            [
                ("product", await Create("/v1/products", ("name", product))),
                ("currency", currency),
                ("unit_amount", amount.ToString(CultureInfo.InvariantCulture)),
                ("recurring[interval]", interval),
                .. more,
            ]
        );

    /// <summary>Creates a customer of a tenant, with a card that works, and a subscription.</summary>
    /// <param name="more">Further parameters of the subscription.</param>
    public async Task<string> SubscribeTenant(string tenant, string price, params (string Name, string Value)[] more)
    {
        var customer = await Create("/v1/customers", ("name", tenant), ("metadata[tenant_id]", tenant));
        await Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        return await Create(
            "/v1/subscriptions",
            [("customer", customer), ("items[0][price]", price), ("default_payment_method", await Card(customer)), .. more]
        );
    }

    /// <returns>The customer's newest card.</returns>
    public async Task<string> Card(string customer) =>
        (await Stripe(HttpMethod.Get, $"/v1/payment_methods?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;

    /// <returns>Id of the created object.</returns>
    public async Task<string> Create(string path, params (string Name, string Value)[] form) =>
        (await Stripe(HttpMethod.Post, path, form)).GetProperty("id").GetString()!;

    /// <summary>Lets a customer pay 50.00 EUR with a card whose payments are disputed.</summary>
    public async Task Dispute(string customer)
    {
        await Stripe(HttpMethod.Post, "/v1/payment_methods/pm_card_createDispute/attach", ("customer", customer));
        await Stripe(
            HttpMethod.Post,
            "/v1/payment_intents",
            ("amount", "5000"),
            ("currency", "eur"),
            ("customer", customer),
            ("payment_method", await Card(customer)),
            ("confirm", "true"),
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[allow_redirects]", "never")
        );
    }

    /// <summary>Opens a stage whose account is connected and completely copied.</summary>
    public static async Task<StripeStage> OpenCopied(Mode mode)
    {
        var stage = await Open(mode);
        await stage.Connect();
        await stage.Copied();
        return stage;
    }

    /// <inheritdoc cref="ConnectedConsole.Copied"/>
    public Task Copied() => _connected.Copied();

    /// <summary>Repeats lists that failed now instead of after a minute.</summary>
    public async Task RepeatFailedLists()
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute("update stripe.backfills set failed_at = null where tenant_id = 'tnt_platform'");
        await work.MakeDue(["every:stripe.backfill"]);
        await work.Commit();
    }

    /// <inheritdoc cref="ConnectedConsole.Processed"/>
    public Task Processed() => _connected.Processed();

    /// <summary>Waits until all webhooks have arrived, their objects are copied, and the billing records are up to date.</summary>
    public async Task Projected()
    {
        await Server.Webhooks.Delivered();
        await _connected.Projected();
    }

    /// <returns>The stored copy of an object; null if there is none.</returns>
    public async Task<MirroredObject?> Copy(string id)
    {
        await using var work = await Console.Database.Read();
        return await work.One<MirroredObject>(
            "select type, customer, is_deleted, body::text as body from stripe.objects where tenant_id = 'tnt_platform' and object_id = @id",
            new { id }
        );
    }

    /// <summary>Sends a body to the webhook endpoint of test mode.</summary>
    /// <param name="signature">Null for no signature.</param>
    public async Task<(int Status, JsonElement Body)> Send(string body, string? signature, string mode = "test")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/stripe/webhooks/{mode}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        using var response = await Console.Client.SendAsync(request);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Moves all rows of a table to the past, and deletes what is old.</summary>
    public async Task Age(string table, int days)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute($"update {table} set opened_at = opened_at - make_interval(days => @days) where tenant_id = 'tnt_platform'", new { days });
        await work.MakeDue(["every:stripe.delete_old_events"]);
        await work.Commit();
    }

    /// <summary>Starts a run that needs a reason.</summary>
    public async Task<JsonElement> Start(string operation, string subject, object? input = null)
    {
        var preview = await App.Preview(operation, [subject], input);
        return await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Agreed by phone." });
    }

    /// <summary>Runs an operation that can be stopped for a minute.</summary>
    public async Task<JsonElement> Sent(string operation, string subject)
    {
        var run = await Start(operation, subject);
        await EndHold(run);
        return await Ended(run);
    }

    /// <summary>Lets the request be sent now instead of after a minute.</summary>
    public async Task EndHold(JsonElement run)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        var lanes = await work.List<string>(
            "update work.items set due = now() where run_id = @run returning lane",
            new { run = run.GetProperty("id").GetString() }
        );
        await work.MakeDue([.. lanes]);
        await work.Commit();
    }

    /// <summary>Waits until a run has ended.</summary>
    public Task<JsonElement> Ended(JsonElement run) => Ended(run.GetProperty("id").GetString()!);

    public Task<JsonElement> Ended(string run) =>
        App.Await($"/api/v1/runs/{run}", now => now.GetProperty("state").GetString() is not ("waiting" or "running" or "pending"));

    /// <returns>The only record of a list.</returns>
    public async Task<JsonElement> One(string list) => (await App.Get($"/api/v1/{list}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();

    /// <returns>An object as it is in Stripe.</returns>
    public Task<JsonElement> Read(string type, string id) => Stripe(HttpMethod.Get, $"/v1/{type}/{id}");

    /// <summary>Creates a customer with this card and a subscription of 49.00 a month.</summary>
    public async Task<(string Customer, string Subscription)> Subscribe(string card, params (string Name, string Value)[] more)
    {
        var customer = await Create("/v1/customers", ("name", "Lumen"));
        var method = await Create($"/v1/payment_methods/{card}/attach", ("customer", customer));
        var price = await Price("Pro", 4_900);
        var subscription = await Create("/v1/subscriptions", [("customer", customer), ("items[0][price]", price), ("default_payment_method", method), .. more]);
        await Projected();
        return (customer, subscription);
    }

    public async ValueTask DisposeAsync()
    {
        _stripe.Dispose();
        await Console.DisposeAsync();
        await Server.DisposeAsync();
    }
}

public sealed record MirroredObject(string Type, string? Customer, bool IsDeleted, string Body);
