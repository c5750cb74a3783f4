using FakeStripe.Http;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The console is killed while it copies what existed in Stripe before the connection.</summary>
[NotPooled("KilledDeliveriesTests, KilledRunTests and KilledIntakeTests kill consoles behind the pooler, and all resume through the same lanes.")]
public sealed class KilledBackfillTests
{
    private const int Customers = 2_000,
        Pages = Customers / 100,
        Kills = 2;

    [Theory]
    [Trait("When", "nightly")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_copy_killed_twice_continues_at_its_page_and_is_complete(int seed)
    {
        var random = new Random(seed);
        await using var stage = await KilledConsoleStage.Open();
        var customers = await stage.CreateCustomers(Customers);
        stage.Server.Requests.Clear();
        stage.Server.Faults.Add("GET", "/v1/customers", Fault.Slow(TimeSpan.FromMilliseconds(200)), times: int.MaxValue);

        await stage.Connect();
        foreach (var page in new[] { random.Next(2, 9), random.Next(11, 18) })
        {
            await Poll.Until(() => Lists(stage, "/v1/customers").Count >= page);
            await Task.Delay(random.Next(250)); // at any time from one page to the next
            await stage.Restart();
        }
        await stage.Copied();
        await stage.Projected();

        Lists(stage, "/v1/*").Where(IsFirstPage).GroupBy(request => request.Path).ShouldAllBe(first => first.Count() == 1);
        var pages = Lists(stage, "/v1/customers");
        pages.Select(request => request.Query).Distinct().Count().ShouldBe(Pages);
        pages.Count.ShouldBeInRange(Pages, Pages + Kills); // one page at most is repeated after each kill
        (await stage.List<long>("select objects from stripe.backfills where type = 'customer'")).Single().ShouldBe(Customers);
        (await stage.List<string>("select object_id from stripe.objects")).ShouldBe(customers, ignoreOrder: true);
        var records = await stage.List<string>("select concat_ws(' ', id, name) from billing.customers");
        records.ShouldBe(customers.Select((id, number) => $"{id} Customer {number}"), ignoreOrder: true);
    }

    /// <returns>Requests for pages of a list. Those that check the permissions of the key ask for one object.</returns>
    private static IReadOnlyList<RecordedExchange> Lists(KilledConsoleStage stage, string path) =>
        [.. stage.Server.Requests.Of("GET", path).Where(request => request.Query.Contains("limit=100", StringComparison.Ordinal))];

    private static bool IsFirstPage(RecordedExchange request) => !request.Query.Contains("starting_after=", StringComparison.Ordinal);
}
