using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Calls;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>How long calls of Stripe take. They cover the whole platform, so the class has its own console.</summary>
public sealed class StripeCallTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Connection = """
        insert into stripe.connections (tenant_id, mode, opened_by, api_key, api_key_end, signing_secret, opened_at)
        values ('tnt_platform', 'live', 'run_1', '', '1234', '', now())
        """;

    [Fact]
    public async Task Calls_of_live_mode_are_counted_by_outcome_and_shown_with_their_percentiles_and_trend()
    {
        var counter = console.Services.GetRequiredService<StripeCallCounter>();
        var app = await TestApplication.Connect(console);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            for (var call = 0; call < 10; call++)
                counter.Count(Mode.Live, StripeCallOutcome.Answered, TimeSpan.FromMilliseconds(call == 0 ? 4_000 : 200));
            counter.Count(Mode.Live, StripeCallOutcome.Failed, TimeSpan.FromSeconds(20));
            counter.Count(Mode.Test, StripeCallOutcome.Answered, TimeSpan.FromSeconds(10));
            await counter.Flush(TestContext.Current.CancellationToken);
        }
        await Send("rk_live_1234567890123456", _ => new HttpResponseMessage(HttpStatusCode.TooManyRequests));
        await Send("rk_live_1234567890123456", _ => new HttpResponseMessage(HttpStatusCode.BadGateway));
        await Send("rk_live_1234567890123456", _ => throw new HttpRequestException("Nothing answers."));
        await Send("rk_live_1234567890123456", _ => throw new TaskCanceledException()); // no connection in time
        await Send("rk_live_1234567890123456", _ => throw new OperationCanceledException(), stops: true); // the console stops
        await Send("rk_test_1234567890123456", _ => new HttpResponseMessage(HttpStatusCode.BadGateway));
        await counter.Flush(TestContext.Current.CancellationToken);

        var trends = (await app.Get("/api/v1/health/trends?range=day")).GetProperty("trends").EnumerateArray();
        var last = trends.ToDictionary(Key, trend => trend.GetProperty("points"), StringComparer.Ordinal);
        var calls = (await ReadPayments()).Calls.ShouldNotBeNull();

        (calls.Total, calls.Failed, calls.RateLimited, calls.TrendKey).ShouldBe((26, 5, 1, "stripe_response_p95"));
        calls.P50Ms.ShouldNotBeNull().ShouldBeInRange(180, 220);
        calls.P95Ms.ShouldNotBeNull().ShouldBeInRange(3_600, 4_400);
        last[calls.TrendKey].GetArrayLength().ShouldBe(24);
        last.Keys.ShouldBe(["storage", "stripe_response_p50", "stripe_response_p95", "stripe_error_rate", "stripe_rate_limited"], ignoreOrder: true);

        async Task Send(string key, Func<HttpRequestMessage, HttpResponseMessage> answer, bool stops = false)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            if (stops)
                await stop.CancelAsync();
            using var client = new HttpMessageInvoker(new StripeCallMeter(counter, new AnsweringHandler(answer)));
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.stripe.com/v1/account");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            try
            {
                using var response = await client.SendAsync(request, stop.Token);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // The caller gets the error too.
            }
        }
    }

    private static string Key(JsonElement trend) => trend.GetProperty("key").GetString()!; // each trend has a key

    private async Task<HealthCard> ReadPayments()
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]); // not committed, so no one calls Stripe
        await work.Execute(Connection);
        return (await console.Services.GetServices<IHealthSource>().OfType<StripeHealthSource>().Single().Find(work)).Single();
    }

    private sealed class AnsweringHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
