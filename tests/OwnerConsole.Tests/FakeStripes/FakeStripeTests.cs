using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FakeStripe;
using FakeStripe.Http;
using OwnerConsole.Fixtures;
using static OwnerConsole.Tests.FakeStripes.StripeCaller;

namespace OwnerConsole.Tests.FakeStripes;

/// <summary>FakeStripe's own behaviour: keys, lists, idempotency, faults.</summary>
public sealed class FakeStripeTests
{
    [Fact]
    public async Task Every_request_and_response_of_a_long_story_passes_the_schema()
    {
        await using var stripe = await FakeStripeServer.Start(new() { FrozenAt = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero) });
        using var caller = new StripeCaller(stripe);

        await StripeStory.Play(caller, stripe);

        (await StripeContract.Check(stripe.Requests.All)).ShouldBeEmpty();
        var used = stripe.Requests.All.Select(exchange => $"{exchange.Method} {exchange.Path}").ToList();
        StripeContract.Endpoints().Where(endpoint => !used.Exists(one => Regex.IsMatch(one, endpoint))).ShouldBeEmpty("the story must use every endpoint");
        stripe.Requests.All.Select(exchange => exchange.Status).Distinct().ShouldBe([200, 400, 402, 404], ignoreOrder: true);
    }

    [Fact]
    public async Task The_judge_reports_wrong_requests()
    {
        var wrong = new[]
        {
            Sent("/v1/customers", "email=a@example.org&colour=red"),
            Sent("/v1/refunds", "charge=ch_1&amount=ten"),
            Sent("/v1/refunds", "charge=ch_1&reason=boredom"),
            Sent("/v1/subscriptions/sub_1", "items[0][id]=si_1&items[0][plan_version]=2"),
            Sent("/v1/subscription/sub_1", ""),
        };

        var violations = await StripeContract.Check([Sent("/v1/customers", "email=a@example.org"), .. wrong]);

        violations.Select(violation => JsonNode.Parse(violation)!["line"]!.GetValue<int>()).ShouldBe([1, 2, 3, 4, 5]);

        static RecordedExchange Sent(string path, string body) => new("POST", path, "", body, new Dictionary<string, string>(), 0, "");
    }

    [Fact]
    public async Task A_repeated_key_returns_the_first_answer_and_refuses_other_parameters()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var caller = new StripeCaller(stripe);
        var first = await caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme", "run_1");

        var again = await caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme", "run_1");
        var other = await caller.Send(HttpMethod.Post, "/v1/customers", "name=Bolt", "run_1");

        Id(again.Body).ShouldBe(Id(first.Body));
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        other.Status.ShouldBe(HttpStatusCode.BadRequest);
        Text(other.Body["error"]!, "type").ShouldBe("idempotency_error");
        (await caller.Get("/v1/customers"))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_request_with_the_key_of_a_running_one_conflicts()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var caller = new StripeCaller(stripe);
        stripe.Faults.Add("POST", "/v1/customers", Fault.Slow(TimeSpan.FromMilliseconds(500)));

        var both = await Task.WhenAll(
            caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme", "run_1"),
            caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme", "run_1")
        );

        both.Select(answer => answer.Status).ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict], ignoreOrder: true);
    }

    [Fact]
    public async Task A_cursor_reads_every_object_once_while_new_ones_are_added()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var caller = new StripeCaller(stripe);
        var made = new List<string>();
        for (var number = 0; number < 7; number++)
            made.Add(Id(await caller.Post("/v1/customers", $"name=C{number}")));

        var (read, query, hasMore) = (new List<string>(), "limit=3", true);
        while (hasMore)
        {
            var page = await caller.Get("/v1/customers", query);
            read.AddRange(page["data"]!.AsArray().Select(customer => Id(customer!)));
            (query, hasMore) = ($"limit=3&starting_after={read[^1]}", page["has_more"]!.GetValue<bool>());
            await caller.Post("/v1/customers", "name=Late");
        }
        var newer = await caller.Get("/v1/customers", $"limit=2&ending_before={made[0]}");

        read.ShouldBe(Enumerable.Reverse(made));
        newer["data"]!.AsArray().Select(customer => Id(customer!)).ShouldBe([made[2], made[1]]);
        (await caller.Send(HttpMethod.Get, "/v1/customers?limit=101")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_timeout_after_the_commit_has_one_effect_when_it_is_repeated_with_its_key()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var caller = new StripeCaller(stripe);
        stripe.Faults.Add("POST", "/v1/customers", Fault.TimeoutAfterCommit());

        await Should.ThrowAsync<HttpRequestException>(() => caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme", "run_1"));
        var again = await caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme", "run_1");

        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await caller.Get("/v1/customers"))["data"]!.AsArray().Count.ShouldBe(1);
        stripe.Requests.Of("POST", "/v1/customers").Select(exchange => exchange.Status).ShouldBe([0, 200]);
    }

    [Fact]
    public async Task Each_fault_has_Stripes_answer_and_the_next_request_succeeds()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var caller = new StripeCaller(stripe);
        var faults = new[] { Fault.CardDeclined("lost_card"), Fault.Conflict(), Fault.RateLimited(7), Fault.LockTimeout(), Fault.ServerError() };
        foreach (var fault in faults)
            stripe.Faults.Add("POST", "/v1/cust*", fault);

        var answers = new List<(HttpStatusCode Status, JsonNode Body, string? RetryAfter)>();
        for (var number = 0; number <= faults.Length; number++)
        {
            var (status, body, headers) = await caller.Send(HttpMethod.Post, "/v1/customers", "name=Acme");
            answers.Add((status, body, headers.RetryAfter?.ToString()));
        }

        answers.Select(answer => (int)answer.Status).ShouldBe([402, 409, 429, 429, 500, 200]);
        answers[0].Body["error"]!["decline_code"]!.ToString().ShouldBe("lost_card");
        answers.Select(answer => answer.RetryAfter).ShouldBe([null, null, "7", null, null, null]);
        (await StripeContract.Check(stripe.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_in_a_file_continues_after_a_restart()
    {
        using var folder = new TempDirectory();
        var options = new FakeStripeOptions { StateFile = Path.Combine(folder.Path, "stripe") };
        string customer;
        await using (var first = await FakeStripeServer.Start(options))
        {
            using var before = new StripeCaller(first);
            customer = await before.Customer();
            await before.Subscribe(customer, await before.Price(4_900));
            await first.Save();
        }

        await using var second = await FakeStripeServer.Start(options);
        using var after = new StripeCaller(second);
        second.Clock.Advance(TimeSpan.FromDays(32));

        var invoices = (await after.Get("/v1/invoices", $"customer={customer}&status=paid"))["data"]!.AsArray();
        invoices.Select(invoice => Id(invoice!)).Distinct().Count().ShouldBe(2);
        (await StripeContract.Check(second.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_story_can_start_in_the_past_and_then_only_advances()
    {
        await using var stripe = await FakeStripeServer.Start();
        using var caller = new StripeCaller(stripe);
        var (now, start) = (stripe.Clock.Now, stripe.Clock.Now.AddDays(-40));

        await Move(start);
        await caller.Subscribe(await caller.Customer(), await caller.Price(4_900));
        await Move(start.AddDays(-1));
        var wasInPast = stripe.Clock.IsInPast;
        await Move(now);

        wasInPast.ShouldBeTrue();
        stripe.Clock.IsInPast.ShouldBeFalse();
        var invoices = (await caller.Get("/v1/invoices"))["data"]!.AsArray();
        var created = invoices.Select(invoice => DateTimeOffset.FromUnixTimeSeconds((long)invoice!["created"]!)).ToList();
        created.Count.ShouldBe(2);
        created[1].ShouldBe(start, TimeSpan.FromSeconds(30));
        created[0].ShouldBe(start.AddMonths(1), TimeSpan.FromSeconds(30));

        Task Move(DateTimeOffset to) => caller.Post("/fake/clock", $"time={to.ToUnixTimeSeconds()}");
    }

    [Fact]
    public async Task Keys_are_checked_and_a_restricted_key_lacks_its_permissions()
    {
        var keys = new Dictionary<string, IReadOnlyList<string>> { ["rk_test_restricted"] = ["refunds", "customers.write"] };
        await using var stripe = await FakeStripeServer.Start(new() { Keys = keys });
        using var restricted = new StripeCaller(stripe, "rk_test_restricted");
        using var unknown = new StripeCaller(stripe, "sk_test_unknown");

        var statuses = new[]
        {
            (await restricted.Send(HttpMethod.Get, "/v1/customers")).Status,
            (await restricted.Send(HttpMethod.Post, "/v1/customers", "name=Acme")).Status,
            (await restricted.Send(HttpMethod.Get, "/v1/refunds")).Status,
            (await unknown.Send(HttpMethod.Get, "/v1/customers")).Status,
        };

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized]);
    }
}
