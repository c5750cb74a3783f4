using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Events;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Events from Stripe, from the request to the copy of their object, compared with an insert of the same bytes.</summary>
internal static class StripeEventScenarios
{
    private const string Secret = "whsec_BenchmarkSecret",
        SteadyPrefix = "evt_steady";

    private const string EventTemplate =
        """{"id":"{event}","object":"event","api_version":"2026-10-28.endive","created":1790985600,"data":{"object":{object},"previous_attributes":{"name":"Lumen"}},"livemode":false,"pending_webhooks":1,"request":{"id":"req_1Benchmark","idempotency_key":null},"type":"customer.updated"}""";

    private const int Senders = 16,
        Customers = 2_000,
        EventsPerSecond = 500;

    private const double MaxAnswerMilliseconds = 50,
        MaxLagSeconds = 5;

    private static long s_made;

    public static readonly Scenario Received = new(
        "B24",
        "webhooks-in",
        "a signed event from Stripe received over HTTP and answered after the commit ÷ one plain insert of its bytes, 16 in parallel",
        0.5,
        async (console, quick) =>
        {
            var stripe = await StripeStub.Start(console.StripeApi);
            await Connect(console);
            await console.Do("create table public.inbox (event_id text primary key, received_at timestamptz not null, body text not null)");
            await console.Hosted<LaneWorker>().StopAsync(CancellationToken.None); // processing is measured separately
            var http = console.Client();
            return new(() => Insert(console, NewEvent()), () => Send(http, NewEvent()), Senders)
            {
                Also = async () =>
                {
                    var result = await ProcessAll(console, http, TimeSpan.FromSeconds(quick ? 3 : 20));
                    http.Dispose();
                    await stripe.DisposeAsync();
                    return result;
                },
            };
        }
    );

    private static async Task Connect(BenchConsole console)
    {
        var input = Json.Element(
            new
            {
                mode = "test",
                api_key = "rk_test_BenchmarkKey",
                signing_secret = Secret,
            }
        );
        var preview = await console
            .Get<Previews>()
            .Create(Caller.System, ConnectStripe.Name, TargetSelection.Of(IdGenerator.Platform), input, CancellationToken.None);
        var order = new RunStartRequest(preview.PreviewId, "A measure.", Confirmation: preview.Confirmation);
        await console.Get<Runner>().Start(Caller.System, order, key: null, CancellationToken.None);
        while (!await console.One<bool>("select count(*) > 0 and bool_and(completed_at is not null) from stripe.backfills"))
            await Task.Delay(50);
    }

    /// <summary>Processes the events of all rounds, and then those that arrive at a steady rate.</summary>
    private static async Task<(bool, string)> ProcessAll(BenchConsole console, HttpClient http, TimeSpan time)
    {
        var waiting = await console.One<long>("select count(*) from stripe.events where state = 'pending'");
        var began = Stopwatch.GetTimestamp();
        await console.Hosted<LaneWorker>().StartAsync(CancellationToken.None);
        await Processed(console);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;

        var answered = await SendSteadily(http, time);
        await Processed(console);
        var lag = await console.One<double>(
            $"""
            select percentile_disc(0.99) within group (order by extract(epoch from processed_at - received_at)::float8)
              from stripe.events where event_id like '{SteadyPrefix}%'
            """
        );
        var failed = await console.One<long>("select count(*) from stripe.events where state <> 'processed'");
        var answer = Budget.Share(answered, 0.99);
        return (
            failed == 0 && answer <= MaxAnswerMilliseconds && lag < MaxLagSeconds,
            $"{waiting:N0} events processed in {took:N1} s, {failed:N0} failed. At {answered.Count / time.TotalSeconds:N0} a second: "
                + $"answered in {Budget.Share(answered, 0.5):N1} ms (p50), {Budget.Share(answered, 0.95):N1} ms (p95), {answer:N1} ms (p99, "
                + $"target {MaxAnswerMilliseconds} ms), processed after {lag:N2} s (p99, target {MaxLagSeconds} s)"
        );
    }

    /// <summary>Waits until no event waits for its object.</summary>
    private static async Task Processed(BenchConsole console)
    {
        while (await console.One<bool>("select exists (select from work.items where lane like 'stripe:%')"))
            await Task.Delay(20);
    }

    /// <returns>Milliseconds until each answer.</returns>
    private static async Task<IReadOnlyCollection<double>> SendSteadily(HttpClient http, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var sent = new List<Task<double>>();
        while (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < time)
        {
            while (sent.Count < elapsed.TotalSeconds * EventsPerSecond)
                sent.Add(Time(http));
            await Task.Delay(1);
        }
        return await Task.WhenAll(sent);
    }

    private static async Task<double> Time(HttpClient http)
    {
        var began = Stopwatch.GetTimestamp();
        await Send(http, NewEvent(SteadyPrefix));
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task Send(HttpClient http, (string Id, string Body) made)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, StripeWebhook.AddressOf(Mode.Test));
        request.Content = new StringContent(made.Body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", Sign(made.Body));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task Insert(BenchConsole console, (string Id, string Body) made)
    {
        await using var command = console.Bare.CreateCommand("insert into public.inbox (event_id, received_at, body) values ($1, now(), $2)");
        command.Parameters.Add(new() { Value = made.Id });
        command.Parameters.Add(new() { Value = made.Body });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Creates an event about one of the customers in turn.</summary>
    private static (string Id, string Body) NewEvent(string prefix = "evt_round")
    {
        var number = Interlocked.Increment(ref s_made);
        var (id, customer) = ($"{prefix}{number:D12}", $"cus_{number % Customers:D14}");
        return (
            id,
            EventTemplate.Replace("{event}", id, StringComparison.Ordinal).Replace("{object}", StripeStub.Customer(customer), StringComparison.Ordinal)
        );
    }

    private static string Sign(string body)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return $"t={at},v1={Convert.ToHexStringLower(signature)}";
    }
}
