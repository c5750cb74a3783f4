using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.SavedViews;

namespace OwnerConsole.Tests.Trust.SavedViews;

/// <summary>Saved views above their lists: the count of each view, and the view with which a list opens.</summary>
public sealed partial class ListViewsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("/tenants", "?status=trial")]
    [InlineData("/members", "?q=ann")]
    [InlineData("/revenue/ledger", "?kind=plan")]
    [InlineData("/work", "?kind=mail")]
    [InlineData("/emails", "?state=sent")]
    [InlineData("/webhooks/out", "?state=failed")]
    [InlineData("/operations", "?state=done")]
    [InlineData("/audit", "?kind=run")]
    public async Task A_list_shows_its_views_and_opens_with_the_default_one(string list, string query)
    {
        var (app, other) = (await TestApplication.Connect(console), await TestApplication.Connect(console));
        await app.Tenant($"views{list.Replace('/', '-')}");
        var view = await Saved(app, $"View of {list}", list, query);
        (await Page(app, list)).ShouldContain($"href=\"{list}{query}&amp;view={view}\"");

        var made = await app.Run("saved_view.make_default", view);

        (await Opened(app, list)).ShouldBe($"{list}{query}&view={view}");
        (await Opened(other, list)).ShouldBeNull();
        (await Opened(app, $"{list}?view=all")).ShouldBeNull();
        (await Opened(app, $"{list}{query}")).ShouldBeNull();
        (await Opened(app, list, isPartial: true)).ShouldBeNull();
        await app.Undo(made);
        (await Opened(app, list)).ShouldBeNull();
    }

    [Fact]
    public async Task A_discarded_view_is_no_default_until_its_discard_is_undone()
    {
        var app = await TestApplication.Connect(console);
        var (first, second) = (await Saved(app, "First of two", "/members", "?q=a"), await Saved(app, "Second of two", "/members", "?q=b"));
        await app.Run("saved_view.make_default", first);
        var made = await app.Run("saved_view.make_default", second);

        var discarded = await app.Run("saved_view.discard", second);
        (await Opened(app, "/members")).ShouldBeNull();
        await app.Undo(discarded);
        (await Opened(app, "/members")).ShouldBe($"/members?q=b&view={second}");
        (await app.Refusal("saved_view.make_default", second)).ShouldBe("already_default");
        await app.Undo(made);
        (await Opened(app, "/members")).ShouldBe($"/members?q=a&view={first}");
        var dropped = await app.Run("saved_view.drop_default", first);
        (await Opened(app, "/members")).ShouldBeNull();
        (await app.Refusal("saved_view.drop_default", first)).ShouldBe("not_default");
        await app.Undo(dropped);
        (await Opened(app, "/members")).ShouldBe($"/members?q=a&view={first}");
        (await app.Get("/api/v1/saved-views?list=/members"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(view => view.GetProperty("is_default").GetBoolean())
            .GetProperty("id")
            .GetString()
            .ShouldBe(first);
    }

    [Theory]
    [InlineData("/members", "?q=whole", "?q=other", "clear-q")]
    [InlineData("/audit", "?kind=run", "?kind=undo", "clear-kind")]
    [InlineData("/operations", "?state=done", "?state=failed", "clear-all")]
    public async Task Clearing_the_last_filter_shows_the_whole_list_despite_a_default_view(string list, string query, string other, string link)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("views-whole");
        var view = await Saved(app, $"Whole of {list}", list, query);
        (await Page(app, list + other)).ShouldContain($"id=\"{link}\" href=\"{list}\"");

        await app.Run("saved_view.make_default", view);

        (await Page(app, list + other)).ShouldContain($"id=\"{link}\" href=\"{list}?view=all\"");
        using var emptied = await app.Http.GetAsync($"{list}?{other[1..].Split('=')[0]}=");
        emptied.Headers.GetValues("HX-Replace-Url").ShouldBe([$"{list}?view=all"]);
    }

    [Theory]
    [InlineData("/audit", "?kind=run&outcome=done", "?outcome=done&kind=run", "?kind=run")]
    [InlineData("/tenants", "?status=trial&sort=-members", "?sort=-members&status=trial", "?sort=members&status=trial")]
    public async Task A_view_counts_as_changed_by_other_filters_but_not_by_their_order(string list, string query, string same, string other)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("views-changed");
        var view = await Saved(app, $"Changed on {list}", list, query);

        (await Page(app, $"{list}{same}&view={view}")).ShouldNotContain("id=\"reset-view\"");
        (await Page(app, $"{list}{other}&view={view}")).ShouldContain(
            $"id=\"reset-view\" href=\"{list}{query.Replace("&", "&amp;", StringComparison.Ordinal)}&amp;view={view}\""
        );
    }

    [Fact]
    public async Task A_view_shows_its_count_to_callers_who_can_read_the_list()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("counted-1", "Countable one");
        await app.Tenant("counted-2", "Countable two");
        var view = await Saved(app, "Countable", "/tenants", "?q=countable", "team");
        var wrong = await Saved(app, "Wrong", "/tenants", "?status=no_such_status", "team");
        var blind = await TestApplication.Connect(console, scopes: ["saved_view.read"]);

        (await Page(app, "/tenants")).ShouldContain("hx-get=\"/saved-views?at=%2Ftenants\"");
        (await Count(app, view)).ShouldBe("2");
        (await Count(blind, view)).ShouldBeNull();
        (await Count(app, wrong)).ShouldBeNull();
        Number(await Page(app, "/tenants"), view).ShouldBe("2");
        (await Page(app, "/tenants")).ShouldNotContain("/saved-views?at=");
    }

    [Fact]
    public async Task A_count_is_cached_for_a_minute()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("kept-1", "Keepable one");
        await Saved(app, "Keepable", "/tenants", "?q=keepable");
        var clock = new JumpingClock();
        var counts = new ViewCounts(console.Services.GetServices<IListCounter>(), clock);
        var caller = new Caller("key_any", CallerKind.Key, ["*"], Mode.Live);
        SavedView view = new("svw_any", "/tenants", "?q=keepable", "Keepable", ViewAudience.OnlyMe, IsDefault: false);

        await Count();
        await app.Tenant("kept-2", "Keepable two");
        await Count();
        counts.Known(caller, [view])[view.Id].ShouldBe("1");
        clock.By = TimeSpan.FromSeconds(61);
        counts.IsDue(caller, [view]).ShouldBeTrue();
        await Count();
        counts.Known(caller, [view])[view.Id].ShouldBe("2");

        async Task Count()
        {
            await using var work = await console.Database.Read(TestContext.Current.CancellationToken);
            await counts.Count(caller, [view], work);
        }
    }

    [Fact]
    public async Task A_cached_count_is_not_shown_to_callers_from_whom_fields_are_hidden()
    {
        var app = await TestApplication.Connect(console);
        await app.Put($"/api/v1/tenants/{await app.Tenant("masked-1", "Masked")}", new { contact_email = "someone@masked.example" });
        var counts = new ViewCounts(console.Services.GetServices<IListCounter>(), TimeProvider.System);
        var caller = new Caller("key_any", CallerKind.Key, ["*"], Mode.Live);
        var hiding = caller with { Hides = ["contact"] };
        SavedView view = new("svw_any", "/tenants", "?q=someone@masked.example", "Masked", ViewAudience.OnlyMe, IsDefault: false);

        await using (var work = await console.Database.Read(TestContext.Current.CancellationToken))
            await counts.Count(caller, [view], work);

        counts.Known(caller, [view])[view.Id].ShouldBe("1");
        counts.Known(hiding, [view]).ShouldBeEmpty();
        counts.IsDue(hiding, [view]).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_counted_list_counts_its_filtered_rows()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("many-lists", "Manylists");
        await app.Put($"/api/v1/tenants/{tenant}/members", new { data = new[] { new { id = "ext:many-lists-1" }, new { id = "ext:many-lists-2" } } });
        await using (var writing = await console.Database.Write(WriteOrigin.Intake("test"), [tenant], TestContext.Current.CancellationToken))
        {
            await writing.Execute(
                """
                insert into billing.invoices
                  (tenant_id, account_id, id, mode, customer_id, status, currency, total_minor, paid_minor, remaining_minor, attempts, collection_method, created_at, synced_at)
                select @tenant, 'acct_1', 'in_many_' || n, 'live', 'cus_1', 'open', 'EUR', 4900, 0, 4900, 1, 'charge_automatically', now(), now() from generate_series(1, 3) n
                """,
                new { tenant }
            );
            await writing.Commit();
        }
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var caller = new Caller("key_any", CallerKind.Key, ["*"], Mode.Live);

        await using (var work = await console.Database.Read(TestContext.Current.CancellationToken))
            foreach (var list in console.Services.GetServices<IListCounter>())
                found[list.List] = await list.Count(
                    caller,
                    Mode.Live,
                    new QueryCollection(new Dictionary<string, StringValues> { ["q"] = "many-lists" }),
                    work
                );

        found.ShouldBe(
            new Dictionary<string, int>
            {
                ["/tenants"] = 1,
                ["/members"] = 2,
                ["/revenue/ledger"] = 0,
                ["/revenue/subscriptions"] = 0,
                ["/revenue/invoices"] = 3,
                ["/revenue/payments"] = 0,
                ["/revenue/dunning"] = 3,
                ["/revenue/refunds"] = 0,
                ["/revenue/disputes"] = 0,
                ["/revenue/customers"] = 0,
                ["/revenue/prices"] = 0,
                ["/revenue/reconciliation"] = 0,
                ["/work"] = 0,
            },
            ignoreOrder: true
        );
    }

    private static async Task<string> Saved(TestApplication app, string name, string list, string query, string audience = "only_me")
    {
        var run = await app.Run(
            "saved_view.save",
            "tnt_platform",
            new
            {
                name,
                list,
                query,
                audience,
            }
        );
        return run.Created();
    }

    private static async Task<string> Page(TestApplication app, string address) =>
        await (await app.Http.GetAsync(address)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

    /// <returns>the redirect's target; null when the page itself was answered</returns>
    private async Task<string?> Opened(TestApplication app, string address, bool isPartial = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", app.Key);
        if (isPartial)
            request.Headers.Add("HX-Request-Type", "partial");
        using var answer = await console.Client.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.OK)
            return null;
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string?> Count(TestApplication app, string view) => Number(await Page(app, "/saved-views?at=%2Ftenants"), view);

    private static string? Number(string page, string view) =>
        Numbers().Matches(page).Where(match => match.Groups[1].Value == view).Select(match => match.Groups[2].Value).SingleOrDefault();

    [GeneratedRegex("id=\"view-(svw_[a-z0-9]+)\"(?:(?!id=\"view-).)*?</bdi>(?:(?!id=\"view-).)*?<span class=\"count\">([^<]+)</span>", RegexOptions.Singleline)]
    private static partial Regex Numbers();
}
