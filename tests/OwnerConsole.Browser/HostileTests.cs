using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Hostile texts are displayed as plain text on every page and never executed.</summary>
[Slow(80, "Ui")]
public sealed partial class HostileTests(HostileConsole console) : IClassFixture<HostileConsole>
{
    /// <summary>Elements, attributes and addresses that a text has created.</summary>
    private const string ExecutedTexts = """
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
        "/emails/{letter}",
        "/settings/team/{person}",
        "/operations/new?operation=team_member.remove&subject={person}&back=/settings/team",
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

    /// <summary>Lists that together contain every text: all their pages are read.</summary>
    private static readonly string[] s_whole = ["/tenants", "/tenants/{id}/members", "/members", "/revenue/ledger"];

    public static TheoryData<string> Addresses => [.. PageCatalogue.Addresses.Concat(s_more).Distinct()];

    /// <summary>Pages with a search text in their address, to which a link could lead.</summary>
    public static TheoryData<string> SearchPages =>
        ["/tenants", "/members", "/audit", "/find", "/revenue/ledger", "/settings", "/emails", "/operations", "/work"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Reported_texts_are_plain_text_on_every_page(string address) => await Visit(At(address), pages: s_whole.Contains(address) ? 6 : 1);

    [Theory]
    [MemberData(nameof(SearchPages))]
    public async Task Texts_in_an_address_are_plain_text_on_the_page(string list)
    {
        foreach (var text in HostileTexts.All.Chunk(60).Select(some => string.Join(' ', some)[..190]))
            await Visit($"{list}?q={Uri.EscapeDataString(text)}", pages: 1);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example/hostile")]
    [InlineData("/\\evil.example/hostile")]
    [InlineData("\"><img data-hostile src=/hostile onerror=alert(1)>")]
    public async Task A_back_address_never_leads_to_another_site(string back)
    {
        var (window, to) = (await console.SharedWindow(), Uri.EscapeDataString(back));
        await Visit(At($"/operations/new?operation=tenant.tag&subject={{id}}&tag=x&back={to}"), pages: 1);

        await window.Page.Locator("#preview-cancel").ClickAsync();
        await ShouldBePlainText(window, back);

        new Uri(window.Page.Url).Authority.ShouldBe(console.Address.Authority);
    }

    [Fact]
    public async Task Texts_are_plain_text_in_every_dialog_and_toast()
    {
        var window = await console.SharedWindow();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        await page.Locator("[data-open-row]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#command-center:modal")).ToHaveCountAsync(1);
        foreach (var tab in new[] { "2", "3", "4", "1" })
        {
            await keys.PressAsync(tab);
            await Assertions.Expect(page.Locator($".cc-tabs a:nth-child({tab})")).ToHaveAttributeAsync("aria-current", "true");
            await ShouldBePlainText(window, $"tab {tab}");
        }
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#command-center")).ToHaveCountAsync(0);
        foreach (var typed in new[] { "hostile", "@hostile", "sus hostile", "#<img", "</script>", "{{" })
        {
            await keys.PressAsync("Control+k");
            await page.Locator("#palette-q").FillAsync(typed);
            // The five results are chosen by ids of the same millisecond, which have no order, so any of them will do.
            await Assertions.Expect(page.Locator("#palette-list [role=option]").Filter(new() { HasTextRegex = Marked() })).Not.ToHaveCountAsync(0);
            await ShouldBePlainText(window, typed);
            await keys.PressAsync("Escape");
        }
        await keys.PressAsync("?");
        await Assertions.Expect(page.Locator("#keys:modal")).ToHaveCountAsync(1);
        await ShouldBePlainText(window, "keys");
        await keys.PressAsync("Escape");
        // One tenant is already suspended, so that the toast names it.
        await page.GotoAsync(At("/operations/new?operation=tenant.suspend&subject={other}&subject={free}&back=/tenants"));
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator(".toast-card")).ToContainTextAsync("1 skipped");
        await ShouldBePlainText(window, "toast");
    }

    [Fact]
    public async Task The_HTML_of_an_email_stays_in_its_frame_without_running_scripts()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var answered = new List<string>();
        page.Response += (_, answer) => answered.Add(new Uri(answer.Url).AbsolutePath);
        var words = HostileTexts.All.Where(text => !text.Contains("{{", StringComparison.Ordinal) && !text.Contains("plaintext", StringComparison.Ordinal));
        await page.GotoAsync("/settings/templates/mail.test");

        await page.Locator("#html").FillAsync("<p>Visible</p>\n" + string.Join('\n', words));
        await page.RunAndWaitForResponseAsync(() => page.Locator("#draw").ClickAsync(), answer => answer.Url.EndsWith("/html", StringComparison.Ordinal));
        var frame = page.FrameLocator("iframe[name=drawn]");

        await Assertions.Expect(frame.GetByText("Visible")).ToBeAttachedAsync();
        (await frame.Locator("[data-hostile], script, form, iframe, object").CountAsync()).ShouldBe(0);
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
    public async Task A_page_with_unescaped_texts_would_be_detected(string page)
    {
        await using var window = await console.Open();

        await window.Page.SetContentAsync(
            string.Concat(HostileTexts.Within(longest: 40, count: 500).Select(text => page.Replace("{0}", text, StringComparison.Ordinal)))
        );

        (await window.Page.EvaluateAsync<string[]>(ExecutedTexts)).ShouldNotBeEmpty();
        window.ShouldComplainOnlyOf(""); // complaints of any kind
    }

    private string At(string address) => console.Ids.Aggregate(address, (at, pair) => at.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));

    /// <param name="pages">the maximum number of pages of a long list</param>
    private async Task Visit(string address, int pages)
    {
        var window = await console.SharedWindow();
        for (var (next, left) = ((string?)address, pages); next is not null && left > 0; left--)
        {
            await window.Page.GotoAsync(next);
            await ShouldBePlainText(window, next);
            var more = window.Page.Locator("#main #pager-next");
            next = await more.CountAsync() == 1 ? await more.GetAttributeAsync("href") : null;
        }
    }

    /// <summary>Checks that no text was executed, requested or blocked.</summary>
    private async Task ShouldBePlainText(BrowserWindow window, string where)
    {
        await Assertions.Expect(window.Page.Locator(".htmx-request")).ToHaveCountAsync(0);
        (await window.Page.EvaluateAsync<string[]>(ExecutedTexts)).ShouldBeEmpty(where);
        console.ForeignRequests.ShouldBeEmpty(where);
        window.ShouldHaveNoComplaints();
    }
}
