using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The console is killed twice while many events arrive and some of their objects can't be read at once.</summary>
[NotPooled("KilledDeliveriesTests, KilledRunTests and KilledIntakeTests kill consoles behind the pooler, and all resume through the same lanes.")]
public sealed class KilledEventsTests
{
    private const int Events = 100_000,
        Customers = 2_000,
        LastRound = (Events / Customers) - 1,
        Senders = 16;

    private int _accepted;
    private int _refused;

    [Fact]
    [Trait("When", "nightly")]
    public async Task No_event_is_lost_or_applied_twice_and_every_copy_ends_as_in_Stripe()
    {
        var random = new Random(1);
        await using var stage = await KilledConsoleStage.Open();
        var customers = await stage.CreateCustomers(Customers);
        await stage.Connect();
        await stage.Copied();

        var sending = SendAll(stage, customers);
        foreach (var number in new[] { random.Next(20_000, 40_000), random.Next(55_000, 80_000) })
        {
            await Poll.Until(() => _accepted >= number || sending.IsCompleted, seconds: 300);
            await stage.Restart();
        }
        await sending;
        await stage.Projected();

        CountRefused(stage);
        _refused.ShouldBeGreaterThan(Events / 40); // most of the faults have had an effect
        var stored = (await stage.List<string>("select event_id from stripe.events")).Order(StringComparer.Ordinal);
        stored.SequenceEqual(Enumerable.Range(0, Events).Select(Id)).ShouldBeTrue();
        (await stage.List<string>("select distinct state from stripe.events")).ShouldBe(["processed"]);
        (await stage.List<string>("select id from billing.customers")).ShouldBe(customers, ignoreOrder: true);
        (await stage.List<string>("select distinct name from billing.customers")).ShouldBe([$"Round {LastRound}"]);
        await CompareCopies(stage, customers);
    }

    /// <summary>Sends the events in rounds, one for each customer. A customer changes every tenth round, before its event.</summary>
    private async Task SendAll(KilledConsoleStage stage, IReadOnlyList<string> customers)
    {
        using var http = TestConsole.NewClient(stage.Address, useCookies: false);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Events),
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (number, _) =>
            {
                var (round, customer) = (number / Customers, customers[number % Customers]);
                if (round % 10 == LastRound % 10)
                    await stage.Post($"/v1/customers/{customer}", ("name", $"Round {round}"));
                if ((round + number) % 20 == 0)
                    stage.Server.Faults.Add("GET", $"/v1/customers/{customer}", Fault.RateLimited()); // not repeated by the client, so the attempt fails
                var body = Event(number, customer);
                await SendUntilAccepted(http, body);
                if (number % 20 == 1)
                    (await SendUntilAccepted(http, body)).GetProperty("is_duplicate").GetBoolean().ShouldBeTrue();
                Interlocked.Increment(ref _accepted);
                if (number % 5_000 == 0)
                    CountRefused(stage);
            }
        );
    }

    /// <summary>Sends an event again until it is accepted, with a new signature, as Stripe does.</summary>
    private static async Task<JsonElement> SendUntilAccepted(HttpClient http, string body)
    {
        JsonElement? accepted = null;
        await Poll.Until(async () => (accepted = await TrySend(http, body)) is not null, seconds: 120, milliseconds: 100);
        return accepted!.Value; // set by the last attempt
    }

    /// <returns>The answer; null if the console can't accept the event now.</returns>
    private static async Task<JsonElement?> TrySend(HttpClient http, string body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/stripe/webhooks/test");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Stripe-Signature", ConnectedConsole.Sign(body));
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
                return JsonSerializer.Deserialize<JsonElement>(answer);
            ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(500, answer);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // the console is down, or went down while it answered
        }
        return null;
    }

    /// <summary>Counts the requests that were refused, and forgets all, because their answers would fill the memory.</summary>
    private void CountRefused(KilledConsoleStage stage)
    {
        Interlocked.Add(ref _refused, stage.Server.Requests.All.Count(request => request.Status == 429));
        stage.Server.Requests.Clear();
    }

    private static async Task CompareCopies(KilledConsoleStage stage, IReadOnlyList<string> customers)
    {
        stage.Server.Faults.Clear();
        var copies = (await stage.List<Copy>("select object_id, body::text as body from stripe.objects")).ToDictionary(
            copy => copy.ObjectId,
            copy => copy.Body,
            StringComparer.Ordinal
        );
        copies.Count.ShouldBe(Customers);
        foreach (var customer in customers)
            JsonNode.DeepEquals(JsonNode.Parse(copies[customer]), JsonNode.Parse(await stage.Get($"/v1/customers/{customer}"))).ShouldBeTrue(customer);
    }

    private static string Id(int number) => $"evt_{number:D6}";

    private static string Event(int number, string customer) =>
        Json.Element(
                new
                {
                    id = Id(number),
                    type = "customer.updated",
                    created = 1_790_812_860,
                    livemode = false,
                    data = new { @object = new { @object = "customer", id = customer } },
                }
            )
            .GetRawText();

    private sealed record Copy(string ObjectId, string Body);
}
