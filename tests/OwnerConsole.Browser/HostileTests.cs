using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Texts that were meant to do harm are texts on every page, and nothing else.</summary>
[Slow(80, "Ui")]
public sealed partial class HostileTests(HostileConsole console) : IClassFixture<HostileConsole>
{
    /// <summary>What came to life of a text: an element, an attribute, or an address.</summary>
    private const string Alive = """
        () => [...document.querySelectorAll("*")].filter((element) => [...element.attributes].some(({ name, value }) =>
          name === "data-hostile" || /^on|^(data-)?hx-on/.test(name)
          || (/^(data-)?hx-/.test(name) && /^\s*(js|javascript):/.test(value))
          || (["href", "src", "action", "formaction", "data", "ping", "xlink:href", "hx-get", "hx-post"].includes(name) && /^\s*(javascript|vbscript|data):|^[^?#]*hostile/i.test(value))
        )).map((element) => element.outerHTML.slice(0, 300))
        """;

    [GeneratedRegex("[<{=]|hostile|alert", RegexOptions.IgnoreCase)]
    private static partial Regex Marked();

    private static readonly string[] s_more =
    [
        "/tenants?open={id}&tab=timeline",
        "/tenants?open={id}&tab=overview",
        "/tenants?open={other}",
        "/tenants/{other}",
        "/tenants?columns=all",
        "/explore?metric=usage.hostile",
        "/explore?metric=usage.hostile&by=kind",
        "/explore?metric=usage.hostile&by=source",
        "/explore?metric=sessions.started&by=tenant",
        "/operations/{run}",
        "/operations/new?operation=tenant.suspend&subject={id}&subject={other}&back=/tenants",
        "/operations/new?operation=tenant.tag&subject={id}&back=/tenants",
        "/operations/new?operation=webhook_endpoint.change&subject={endpoint}&back=/webhooks/out",
        "/operations/new?operation=webhook_endpoint.remove&subject={endpoint}&back=/webhooks/out",
        "/webhooks/out/{endpoint}",
        "/webhooks/out/deliveries/{delivery}",
        "/letters/{letter}",
        "/settings/team/{person}",
        "/operations/new?operation=person.remove&subject={person}&back=/settings/team",
        "/tenants/{id}/subjects/booking",
        "/operations/new?operation=booking.cancel&subject={booking}&back=/tenants",
        "/tasks/{task}",
        "/settings/templates/mail.test",
        "/find?q=hostile",
        "/find?q=sus+hostile",
        "/members?q=hostile",
        "/revenue/ledger?q=hostile",
        "/audit?q=hostile",
    ];

    /// <summary>Between them these show every text: they are read to their ends.</summary>
    private static readonly string[] s_whole = ["/tenants", "/tenants/{id}/members", "/members", "/revenue/ledger"];

    public static TheoryData<string> Addresses => [.. PageCatalogue.Addresses.Concat(s_more).Distinct()];

    /// <summary>Where somebody could have been led by a link.</summary>
    public static TheoryData<string> Asking => ["/tenants", "/members", "/audit", "/find", "/revenue/ledger", "/settings", "/letters", "/operations", "/work"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Whatever_was_reported_is_a_text_on_the_page(string address) => await Look(At(address), pages: s_whole.Contains(address) ? 6 : 1);

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task Whatever_stands_in_an_address_is_a_text_on_the_page(string list)
    {
        foreach (var text in HostileTexts.All.Chunk(60).Select(some => string.Join(' ', some)[..190]))
            await Look($"{list}?q={Uri.EscapeDataString(text)}", pages: 1);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example/hostile")]
    [InlineData("/\\evil.example/hostile")]
    [InlineData("\"><img data-hostile src=/hostile onerror=alert(1)>")]
    public async Task No_address_leads_back_to_somewhere_else(string back)
    {
        var (window, to) = (await console.Kept(), Uri.EscapeDataString(back));
        await Look(At($"/operations/new?operation=tenant.tag&subject={{id}}&tag=x&back={to}"), pages: 1);

        await window.Page.Locator("#preview-cancel").ClickAsync();
        await Still(window, back);

        new Uri(window.Page.Url).Authority.ShouldBe(console.Address.Authority);
    }

    [Fact]
    public async Task Whatever_is_found_decided_and_told_of_is_a_text_in_every_dialog()
    {
        var window = await console.Kept();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        await page.Locator("[data-open-row]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#command-center:modal")).ToHaveCountAsync(1);
        foreach (var tab in new[] { "2", "3", "4", "1" })
        {
            await keys.PressAsync(tab);
            await Assertions.Expect(page.Locator($".cc-tabs a:nth-child({tab})")).ToHaveAttributeAsync("aria-current", "true");
            await Still(window, $"tab {tab}");
        }
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#command-center")).ToHaveCountAsync(0);
        foreach (var typed in new[] { "hostile", "@hostile", "sus hostile", "#<img", "</script>", "{{" })
        {
            await keys.PressAsync("Control+k");
            await page.Locator("#palette-q").FillAsync(typed);
            // Which five of them it offers is told by ids of one millisecond, which have no order: any will do.
            await Assertions.Expect(page.Locator("#palette-list [role=option]").Filter(new() { HasTextRegex = Marked() })).Not.ToHaveCountAsync(0);
            await Still(window, typed);
            await keys.PressAsync("Escape");
        }
        await keys.PressAsync("?");
        await Assertions.Expect(page.Locator("#keys:modal")).ToHaveCountAsync(1);
        await Still(window, "keys");
        await keys.PressAsync("Escape");
        // One of them is suspended already, so that what is told of names it.
        await page.GotoAsync(At("/operations/new?operation=tenant.suspend&subject={other}&subject={free}&back=/tenants"));
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator(".toast-card")).ToContainTextAsync("1 skipped");
        await Still(window, "toast");
    }

    [Fact]
    public async Task The_html_of_a_letter_stays_in_its_frame_and_runs_nothing_there()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var answered = new List<string>();
        page.Response += (_, answer) => answered.Add(new Uri(answer.Url).AbsolutePath);
        var words = HostileTexts.All.Where(text => !text.Contains("{{", StringComparison.Ordinal) && !text.Contains("plaintext", StringComparison.Ordinal));
        await page.GotoAsync("/settings/templates/mail.test");

        await page.Locator("#html").FillAsync(string.Join('\n', words));
        await page.RunAndWaitForResponseAsync(() => page.Locator("#draw").ClickAsync(), answer => answer.Url.EndsWith("/html", StringComparison.Ordinal));
        var frame = page.FrameLocator("iframe[name=drawn]");

        await Assertions.Expect(frame.Locator("img[data-hostile]").First).ToBeAttachedAsync();
        (await page.Locator("[data-hostile]").CountAsync()).ShouldBe(0);
        answered.ShouldAllBe(path => !path.Contains("hostile", StringComparison.Ordinal));
        window.ShouldComplainOnlyOf("sandbox", "Content Security Policy", "Unsafe attempt to load URL", "attachShadow");
    }

    [Theory]
    [InlineData("<p>{0}</p>")]
    [InlineData("<p title=\"{0}\">x</p>")]
    [InlineData("<p title='{0}'>x</p>")]
    [InlineData("<a href=\"{0}\">x</a>")]
    [InlineData("<b hx-vals=\"{0}\">x</b>")]
    public async Task A_page_that_put_them_into_itself_as_they_are_would_be_noticed(string page)
    {
        await using var window = await console.Open();

        await window.Page.SetContentAsync(
            string.Concat(HostileTexts.Within(longest: 40, count: 500).Select(text => page.Replace("{0}", text, StringComparison.Ordinal)))
        );

        (await window.Page.EvaluateAsync<string[]>(Alive)).ShouldNotBeEmpty();
        window.ShouldComplainOnlyOf(""); // of whatever it likes
    }

    private string At(string address) => console.Ids.Aggregate(address, (at, pair) => at.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));

    /// <param name="pages">of a list that is longer, at most</param>
    private async Task Look(string address, int pages)
    {
        var window = await console.Kept();
        for (var (next, left) = ((string?)address, pages); next is not null && left > 0; left--)
        {
            await window.Page.GotoAsync(next);
            await Still(window, next);
            var more = window.Page.Locator("#main #pager-next");
            next = await more.CountAsync() == 1 ? await more.GetAttributeAsync("href") : null;
        }
    }

    /// <summary>Nothing has come to life, nothing was asked for, nothing was stopped.</summary>
    private async Task Still(BrowserWindow window, string where)
    {
        await Assertions.Expect(window.Page.Locator(".htmx-request")).ToHaveCountAsync(0);
        (await window.Page.EvaluateAsync<string[]>(Alive)).ShouldBeEmpty(where);
        console.Asked.ShouldBeEmpty(where);
        window.ShouldHaveNoComplaints();
    }
}
