using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>How the delay of payment webhooks has changed.</summary>
public sealed class WebhookDelayTrendTests
{
    private const string Event = """
        insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, processed_at, body)
        values ('tnt_platform', 'acct_1', 'evt_1', 'live', 'invoice.paid', 'invoice', 'in_1', 'processed', now() - interval '3 seconds', now(), now(), '{}')
        """;

    [Fact]
    public async Task The_delay_of_webhooks_has_trends_of_the_median_and_the_p95()
    {
        await using var console = await TestConsole.Start();
        var (app, owner) = (await TestApplication.Connect(console), await TestBrowser.Owner(console));
        await Write(
            console,
            """
            insert into stripe.webhook_delays (tenant_id, bucket_at, bin, events)
            select 'tnt_platform', date_bin('1 hour', now(), 'epoch') - days * interval '1 day', bin, events
              from (values (0, 44, 90), (0, 56, 10), (3, 44, 1), (95, 60, 1)) n(days, bin, events)
            """
        );
        await Write(console, Event); // otherwise the page asks to connect the application

        var trends = (await app.Get("/api/v1/health/trends?range=week"))
            .GetProperty("trends")
            .EnumerateArray()
            .ToDictionary(trend => trend.GetProperty("key").GetString()!, trend => trend.GetProperty("points"), StringComparer.Ordinal);
        using var page = await owner.Get("/ops/health?range=week");

        Last("webhook_delay").ShouldBe(2.2m); // the bin from 2.0 to 2.4 seconds
        Last("webhook_delay_p95").ShouldBe(17.9m);
        trends["webhook_delay"].EnumerateArray().Count(point => point.GetProperty("value").ValueKind is JsonValueKind.Number).ShouldBe(2);
        owner.Page.ShouldContain("Payment webhook delay, last 7 days");

        decimal Last(string key) => trends[key][27].GetProperty("value").GetDecimal();
    }

    [Fact]
    public async Task Delays_of_live_events_are_counted_when_they_are_processed_and_those_of_replayed_ones_are_not()
    {
        await using var console = await TestConsole.Start();
        await Write(
            console,
            """
            insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, created_at, received_at, replayed_by, body)
            select 'tnt_platform', 'acct_1', n.id, n.mode, 'invoice.paid', 'invoice', 'in_1', 'pending', now() - interval '100 seconds', now(), n.run, '{}'
              from (values ('evt_1', 'live', null), ('evt_2', 'live', null), ('evt_3', 'live', 'run_1'), ('evt_4', 'test', null)) n(id, mode, run)
            """
        );

        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            foreach (var mode in new[] { Mode.Live, Mode.Test })
                ReadEvents.CompletePending("acct_1", mode, "in_1", work.Now.AddSeconds(1), work);
            await work.Commit();
        }

        await using var read = await console.Database.Read();
        (await read.List<long>("select events from stripe.webhook_delays")).ShouldBe([2]);
        (await read.One<int>("select bin from stripe.webhook_delays")).ShouldBe(LatencyHistogram.BinOf(TimeSpan.FromSeconds(101)));
        (await read.One<long>("select count(*) from stripe.events where state = 'processed'")).ShouldBe(4);
    }

    private static async Task Write(TestConsole console, string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql);
        await work.Commit();
    }
}
