using System.Text.Json;
using FakeStripe.Http;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>What existed before the connection is copied once, in spite of failures, and never replaces what an event has brought since.</summary>
[Slow(6, "Stripe")]
public sealed class BackfillTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.Open();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Existing_objects_are_copied_page_by_page_and_a_failure_continues_where_it_stopped()
    {
        _stage.Server.Webhooks.Lose = _ => true;
        var customers = new List<string>();
        for (var number = 0; number < 205; number++)
            customers.Add(
                (await _stage.Stripe(HttpMethod.Post, "/v1/customers", ("name", $"Customer {number}"), ("description", new string('x', 400))))
                    .GetProperty("id")
                    .GetString()!
            );
        var gone = customers[150];
        await _stage.Stripe(HttpMethod.Delete, $"/v1/customers/{gone}");
        _stage.Server.Requests.Clear();
        _stage.Server.Faults.Add("GET", "/v1/payment_methods", Fault.ServerError(), times: 2); // the client repeats a request once

        await _stage.Connect();
        var failed = await _stage.App.Await("/api/v1/stripe/connections", answer => Connection(answer, "copy_error") is not null);
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get("/settings/stripe");
        await _stage.RepeatFailedLists();
        await _stage.Copied();
        var copied = await _stage.App.Get("/api/v1/stripe/connections");

        (Connection(failed, "copying_type"), Connection(failed, "copy_error")).ShouldBe(("payment_method", "Stripe has a temporary problem."));

        Copies(failed, "failing").ShouldBe(["payment_method 0"]);
        owner.Page.ShouldContain("Progress by type");
        Copies(copied, "complete").ShouldContain("customer 204");
        Copies(copied, "complete").Count.ShouldBe(15);

        foreach (var customer in customers.Where(customer => customer != gone))
            (await _stage.Copy(customer)).ShouldNotBeNull(customer);
        (await _stage.Copy(gone)).ShouldBeNull();
        _stage.Server.Requests.Of("GET", "/v1/customers").Count(request => request.Query.Contains("limit=100", StringComparison.Ordinal)).ShouldBe(3);
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_was_read_before_a_change_does_not_replace_it()
    {
        var customer = (await _stage.Stripe(HttpMethod.Post, "/v1/customers", ("name", "Before"))).GetProperty("id").GetString()!;
        await _stage.Server.Webhooks.Delivered();
        _stage.Server.Faults.Add("GET", "/v1/customers", Fault.Slow(TimeSpan.FromSeconds(3)), times: 2); // the check of permissions, and the page
        await _stage.Connect();
        await Poll.Until(() => _stage.Server.Requests.Of("GET", "/v1/coupons").Any(request => request.Query.Contains("limit=100", StringComparison.Ordinal)));
        await Poll.Until(() => _stage.Server.Faults.CountLeft("GET", "/v1/customers") == 0); // the page of customers is being read, which takes three seconds

        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("name", "After"));
        await _stage.Server.Webhooks.Delivered();
        await _stage.Processed();
        await _stage.Copied();

        (await _stage.Copy(customer))!.Body.ShouldContain("After");
    }

    /// <returns>Types in this state with the number of copied objects.</returns>
    private static IReadOnlyList<string> Copies(JsonElement connections, string state) =>
        [
            .. connections
                .GetProperty("data")[0]
                .GetProperty("copies")
                .EnumerateArray()
                .Where(copy => copy.GetProperty("state").GetString() == state)
                .Select(copy => $"{copy.GetProperty("type").GetString()} {copy.GetProperty("objects").GetInt64()}"),
        ];

    private static string? Connection(JsonElement connections, string name) => connections.GetProperty("data")[0].GetProperty(name).GetString();
}
