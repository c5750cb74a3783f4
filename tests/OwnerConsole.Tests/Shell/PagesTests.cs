using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Shell;

namespace OwnerConsole.Tests.Shell;

public sealed class PagesTests(PagesTests.OwnedConsole console) : IClassFixture<PagesTests.OwnedConsole>
{
    private readonly TestBrowser _owner = console.Owner;

    [Fact]
    public async Task A_browser_gets_the_whole_page_and_htmx_gets_only_the_main_content()
    {
        var whole = await _owner.Get("/tenants");
        var page = _owner.Page;
        await _owner.Get("/tenants", ("HX-Request-Type", "partial"));

        page.ShouldStartWith("<!DOCTYPE html>");
        _owner.Page.ShouldNotContain("<html");
        _owner.Page.ShouldContain("id=\"directory\"");
        whole.Headers.Vary.ShouldContain("HX-Request-Type");
        whole.Headers.Contains("blazor-enhanced-nav").ShouldBeFalse();
        whole.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_history_restore_gets_the_whole_page()
    {
        await _owner.Get("/tenants", ("HX-Request-Type", "full"), ("HX-History-Restore-Request", "true"));

        _owner.Page.ShouldStartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task The_empty_directory_leads_to_the_setup_checklist()
    {
        await _owner.Get("/tenants");

        _owner.Page.ShouldContain("No tenants yet");
        _owner.Page.ShouldContain("href=\"/overview?checklist=open\"");
    }

    [Fact]
    public async Task Every_page_of_the_sidebar_has_its_title_as_heading()
    {
        foreach (var link in ModuleList.All.SelectMany(module => module.Links).Concat(ShellSetup.Links).Where(link => link.Address is not "/tenants"))
        {
            await _owner.Get(link.Address);
            _owner.Page.ShouldMatch($"<h1[^>]*>{Regex.Escape(link.Title)}</h1>", link.Address);
        }
    }

    [Fact]
    public async Task Groups_and_pins_of_the_sidebar_are_remembered_in_the_first_response()
    {
        await _owner.Get("/audit");
        await _owner.Post("/sidebar/groups", ("group", "revenue"), ("back", "/audit"));
        var answer = await _owner.Post("/sidebar/pins", ("page", "/audit"), ("back", "/audit"));
        await _owner.Post("/sidebar/pins", ("page", "/work"), ("back", "/audit"));

        answer.Headers.Location!.OriginalString.ShouldBe("/audit");
        await _owner.Get("/audit");
        Group("revenue").ShouldStartWith("<li class=\"is-closed\"");
        Group("trust").ShouldStartWith("<li data-group");
        Pins().ShouldBe(["/audit", "/work"]);

        await _owner.Post("/sidebar/pins", ("page", "/audit"), ("back", "/audit"));
        await _owner.Post("/sidebar/groups", ("group", "revenue"), ("back", "/audit"));
        await _owner.Get("/tenants");
        Group("revenue").ShouldStartWith("<li data-group");
        Pins().ShouldBe(["/work"]);
        (await _owner.Post("/sidebar/pins", ("page", "/sign-in"), ("back", "/audit"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _owner.Post("/sidebar/groups", ("group", "made_up"), ("back", "/audit"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        string Group(string name) => Regex.Match(_owner.Page, $"<li[^>]* data-group=\"{name}\"[^>]*>").Value;
        IEnumerable<string> Pins() =>
            Regex
                .Matches(Regex.Match(_owner.Page, "(?s)<ul class=\"sub\" id=\"pins\".*?</ul>").Value, "href=\"([^\"]+)\"")
                .Select(link => link.Groups[1].Value);
    }

    [Fact]
    public async Task The_top_bar_shows_the_figures_that_the_owner_chose_in_their_order()
    {
        var app = await TestApplication.Connect(console);
        (await app.Refusal("setting.change", IdGenerator.Platform, new { key = "overview.figures", value = "a, b, c, d, e, f" })).ShouldBe("bad_text");
        await app.Run("setting.change", IdGenerator.Platform, new { key = "overview.figures", value = "attention, status.suspended, made.up, mrr.estimated" });

        await _owner.Get("/figures", ("HX-Request-Type", "partial"));

        Regex.Matches(_owner.Page, "<span class=\"k\">([^<]+)</span>").Select(label => label.Groups[1].Value).ShouldBe(["Needs attention", "Suspended", "MRR"]);
        Regex.Matches(_owner.Page, "class=\"hud-stat\" href=\"([^\"?#]+)").Select(link => link.Groups[1].Value).ShouldBe(["/overview", "/tenants", "/explore"]);
        _owner.Page.ShouldContain("id=\"overview-pages-approvals\" hx-swap-oob=\"true\"");
    }

    [Fact]
    public async Task The_root_address_redirects_to_the_overview()
    {
        var answer = await _owner.Get("/");

        answer.Headers.Location!.OriginalString.ShouldBe("/overview");
    }

    [Theory]
    [InlineData("/tenants?sort=colour", HttpStatusCode.BadRequest, "sort")]
    [InlineData("/tenants?status=lost", HttpStatusCode.BadRequest, "status")]
    [InlineData("/tenants?cursor=made-up", HttpStatusCode.BadRequest, "cursor")]
    [InlineData("/tenants/tnt_00000000000000000000000000", HttpStatusCode.NotFound, "tenant")]
    [InlineData("/members?cursor=made-up", HttpStatusCode.BadRequest, "cursor")]
    [InlineData("/members/mbr_00000000000000000000000000", HttpStatusCode.NotFound, "member")]
    [InlineData("/members/tnt_00000000000000000000000000", HttpStatusCode.NotFound, "member")]
    [InlineData("/operations/new?operation=tenant.explode&subject=tnt_1", HttpStatusCode.NotFound, "tenant.explode")]
    public async Task An_invalid_address_is_answered_with_an_error_page(string address, HttpStatusCode status, string word)
    {
        var answer = await _owner.Get(address, ("Accept", "text/html"));

        answer.StatusCode.ShouldBe(status);
        _owner.Page.ShouldContain("<h1>");
        _owner.Page.ShouldContain(word);
    }

    [Fact]
    public async Task The_theme_form_only_redirects_within_this_console()
    {
        await _owner.Get("/tenants");
        var answer = await _owner.Post("/theme", ("back", "//evil.example/"));

        answer.Headers.Location!.OriginalString.ShouldBe("/");
        answer.Headers.GetValues("Set-Cookie").ShouldContain(cookie => cookie.StartsWith("theme=clear", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scripts_are_sent_compressed_and_cached_for_a_year()
    {
        await _owner.Get("/tenants");
        var address = System.Text.RegularExpressions.Regex.Match(_owner.Page, "/console\\.js\\?v=[0-9a-f]+").Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));

        var packed = await console.Client.SendAsync(request);
        var plain = await console.Client.GetAsync(address);

        packed.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        packed.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        packed.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await packed.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(30 * 1024);
    }

    /// <summary>A console whose owner is signed in.</summary>
    public sealed class OwnedConsole : TestConsole, IAsyncLifetime
    {
        public TestBrowser Owner { get; private set; } = null!; // signed in before any test sees it

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Owner = await TestBrowser.Owner(this);
        }
    }
}
