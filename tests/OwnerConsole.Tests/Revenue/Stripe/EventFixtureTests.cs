using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The order in which events arrive, and how often, changes neither the copies of the objects nor the billing records.</summary>
public sealed class EventFixtureTests
{
    /// <summary>The first invoice is paid. Subscription, customer, card, price and product all exist.</summary>
    private const long FirstMonthPaid = 1_790_812_863;

    private const string WholeStory = """
        deleted LAUNCH20
        deleted cus_OwnerAcme01
        deleted price_OwnerPro01
        deleted prod_OwnerPro01
        dispute du_OwnerAcme01 tnt_platform cus_OwnerAcme01 ch_OwnerAcme01 won 14700
        events 6 stored
        events 71 processed
        invoice in_OwnerAcme01 tnt_platform sub_OwnerAcme01 ACME-0001 open 0 of 14700
        invoice in_OwnerAcme02 tnt_platform sub_OwnerAcme01 ACME-0002 uncollectible 0 of 14700
        invoice in_OwnerAcme03 tnt_platform sub_OwnerAcme01 ACME-0001 paid 3200 of 3200
        invoice in_OwnerOneOff01 tnt_platform ACME-0001 paid 50000 of 50000
        payment ch_OwnerAcme01 tnt_platform in_OwnerAcme01 succeeded 14700 refunded 4900 visa 4242
        payment ch_OwnerAcme02 tnt_platform in_OwnerAcme01 failed 14700 refunded 0 visa 4242 insufficient_funds
        refund re_OwnerAcme01 tnt_platform cus_OwnerAcme01 ch_OwnerAcme01 failed 4900 expired_or_canceled_card
        subscription sub_OwnerAcme01 tnt_platform canceled mrr 0 USD 3 price_OwnerPro01
        """;

    /// <summary>One line per record, with what the events could get wrong.</summary>
    private const string Facts = """
        select concat_ws(' ', 'customer', id, tenant_id, name, email, currency, card, matched_by) from billing.customers
        union all
        select concat_ws(' ', 'price', id, name, trim_scale(amount), currency, case when is_active then 'active' end) from billing.prices
        union all
        select concat_ws(' ', 'subscription', id, tenant_id, status, 'mrr', trim_scale(mrr_minor), currency, quantity, array_to_string(prices, ' '))
          from billing.subscriptions
        union all
        select concat_ws(' ', 'invoice', id, tenant_id, subscription_id, number, status, paid_minor, 'of', total_minor) from billing.invoices
        union all
        select concat_ws(' ', 'payment', id, tenant_id, invoice_id, status, amount_minor, 'refunded', refunded_minor, method, failure_code,
                         case when is_unpaid then 'unpaid' end)
          from billing.payments
        union all
        select concat_ws(' ', 'refund', id, tenant_id, customer_id, payment_id, status, amount_minor, failure_reason) from billing.refunds
        union all
        select concat_ws(' ', 'dispute', id, tenant_id, customer_id, payment_id, status, amount_minor, case when needs_response then 'open' end)
          from billing.disputes
        union all
        select concat_ws(' ', 'deleted', object_id) from stripe.objects where is_deleted
        union all
        select concat_ws(' ', 'events', count(*), state) from stripe.events group by state
        """;

    /// <summary>All columns except those that say when, and because of which event, the console has read the object.</summary>
    private static readonly string s_everything = string.Join(
        " union all ",
        Enum.GetValues<BillingTable>()
            .Select(table => $"billing.{table.ToText()}")
            .Append("billing.subscription_mrr")
            .Append("stripe.objects")
            .Select(table => $"select '{table} ' || (to_jsonb(r) - 'event_id' - 'read_at' - 'synced_at' - 'deleted_at')::text from {table} r")
    );

    /// <summary>The state after the first order that ran, by the moment of the story.</summary>
    private static readonly ConcurrentDictionary<long, string> s_states = new();

    public static TheoryData<string> Orders => ["in order", "reversed", "shuffled", "repeated"];

    /// <remarks>
    /// invoice.paid, invoice.payment_succeeded, invoice_payment.paid, charge.succeeded and payment_intent.succeeded report the same 147.00. The subscription
    /// was incomplete, active and trialing within one second.
    /// </remarks>
    [Theory]
    [MemberData(nameof(Orders))]
    [Slow(7, "Stripe")]
    public Task The_first_payment_is_counted_once_in_any_order(string order) =>
        Replay(
            order,
            FirstMonthPaid,
            """
            customer cus_OwnerAcme01 tnt_acme Acme GmbH billing@acme.example USD visa 4242 metadata
            events 21 processed
            events 3 stored
            invoice in_OwnerAcme01 tnt_acme sub_OwnerAcme01 ACME-0001 paid 14700 of 14700
            payment ch_OwnerAcme01 tnt_acme in_OwnerAcme01 succeeded 14700 refunded 0 visa 4242
            price price_OwnerPro01 Pro (2026) (Pro monthly) 4900 USD active
            subscription sub_OwnerAcme01 tnt_acme active mrr 14700 USD 3 price_OwnerPro01
            """
        );

    /// <summary>Ids of events whose loss is not repaired by a later event about the same object, or that have nothing to read.</summary>
    public static TheoryData<string> SampleOfLost =>
        [
            .. FixtureEvent
                .Story.Where(fixture => fixture.Type is "refund.failed" or "customer.subscription.deleted" or "invoice.upcoming")
                .DistinctBy(fixture => fixture.Type)
                .Select(fixture => fixture.Id),
        ];

    public static TheoryData<string> AllLost => [.. FixtureEvent.Story.Select(fixture => fixture.Id)];

    [Theory]
    [Slow(30, "Reconciliation", "Stripe")]
    [MemberData(nameof(SampleOfLost))]
    public Task A_lost_event_is_found_and_ends_in_the_same_state(string lost) => Replay("in order", long.MaxValue, WholeStory, lost);

    [Theory]
    [Trait("When", "nightly")]
    [MemberData(nameof(AllLost))]
    [NotPooled("The other stories of this class run the same statements, in fewer orders.")]
    public Task Any_lost_event_is_found_and_ends_in_the_same_state(string lost) => Replay("in order", long.MaxValue, WholeStory, lost);

    /// <remarks>
    /// Four events report one refund, which failed afterwards, and six one dispute. The customer was deleted before the console first asked for it, so its
    /// records belong to no tenant. Coupon, price and product were deleted too.
    /// </remarks>
    [Theory]
    [MemberData(nameof(Orders))]
    [Slow(9, "Stripe")]
    public Task The_whole_story_ends_in_one_state_in_any_order(string order) => Replay(order, long.MaxValue, WholeStory);

    /// <param name="lost">Id of an event that never arrives, so that the hourly comparison must find it.</param>
    private static async Task Replay(string order, long until, string expected, string? lost = null)
    {
        FixtureEvent[] past = [.. FixtureEvent.Story.Where(fixture => fixture.CreatedAt <= until)];
        await using var stripe = await FixtureStripe.Start(past);
        await using var console = await TestConsole.Start(plain => plain with { Vendors = new(stripe.Address) });
        var tenant = await (await TestApplication.Connect(console, Mode.Test)).Tenant("tenant_01h2xcejqtf2nbrexx3vqjhp41", "Acme"); // named by the metadata
        var connected = new ConnectedConsole(await TestApplication.Connect(console), console.Database);
        await connected.Connect();

        foreach (var fixture in Arrange(past, order).Where(fixture => fixture.Id != lost))
            await Send(fixture, console);
        await connected.Projected();
        if (lost is not null)
            await Recover(lost, connected, console);

        (await Read(Facts, tenant, console)).ShouldBe(expected);
        await CompareCopies(stripe, console);
        var state = await Read(s_everything, tenant, console);
        state.ShouldBe(s_states.GetOrAdd(until, state));
    }

    /// <summary>Lets an hour pass, and waits until the comparison has found the event and the console has processed it.</summary>
    private static async Task Recover(string lost, ConnectedConsole connected, TestConsole console)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update stripe.connections set opened_at = opened_at - interval '2 hours' where tenant_id = 'tnt_platform'");
            await work.MakeDue(["every:reconciliation.schedule"]);
            await work.Commit();
        }
        await console.Database.Until("select count(*) > 0 and bool_and(resolved_at is not null) from reconciliation.findings where type = 'missed_event'");
        await connected.Projected();
        await using var reading = await console.Database.Read();
        (await reading.List<string>("select object_id from reconciliation.findings where type = 'missed_event'")).ShouldBe([lost]);
    }

    private static IEnumerable<FixtureEvent> Arrange(IReadOnlyList<FixtureEvent> story, string order)
    {
        var random = new Random(77);
        return order switch
        {
            "reversed" => story.Reverse(),
            "shuffled" => story.OrderBy(_ => random.Next()),
            "repeated" => story.SelectMany(fixture => new[] { fixture, fixture }).Concat(story), // at once, and again after everything else
            _ => story,
        };
    }

    private static async Task Send(FixtureEvent fixture, TestConsole console)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/stripe/webhooks/test");
        request.Content = new StringContent(fixture.Text, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", ConnectedConsole.Sign(fixture.Text));
        using var response = await console.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, fixture.Id);
    }

    /// <returns>Sorted lines, in which the tenant has the same id in every database.</returns>
    private static async Task<string> Read(string sql, string tenant, TestConsole console)
    {
        await using var work = await console.Database.Read();
        return string.Join('\n', (await work.List<string>(sql)).Order(StringComparer.Ordinal)).Replace(tenant, "tnt_acme", StringComparison.Ordinal);
    }

    /// <summary>Copies are what Stripe returned, except for payment methods, of which only the card is kept.</summary>
    private static async Task CompareCopies(FixtureStripe stripe, TestConsole console)
    {
        await using var work = await console.Database.Read();
        var copies = await work.List<Copy>("select object_id, body::text as body from stripe.objects where not is_deleted and type <> 'payment_method'");
        foreach (var copy in copies)
            JsonNode.DeepEquals(JsonNode.Parse(copy.Body), JsonNode.Parse(stripe.Find(copy.ObjectId)!)).ShouldBeTrue(copy.ObjectId);
    }

    private sealed record Copy(string ObjectId, string Body);
}
