using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

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

    private static async Task Write(TestConsole console, string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql);
        await work.Commit();
    }
}
