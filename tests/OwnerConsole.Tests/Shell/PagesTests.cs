using System.Net;
using System.Net.Http.Headers;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Shell;

public sealed class PagesTests(PagesTests.OwnedConsole console) : IClassFixture<PagesTests.OwnedConsole>
{
    private readonly TestBrowser _owner = console.Owner;

    [Fact]
    public async Task A_browser_gets_the_whole_page_and_htmx_its_middle()
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
    public async Task Back_asks_for_the_whole_page_also_through_htmx()
    {
        await _owner.Get("/tenants", ("HX-Request-Type", "full"), ("HX-History-Restore-Request", "true"));

        _owner.Page.ShouldStartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task The_first_page_tells_how_to_connect_while_nobody_is_there()
    {
        await _owner.Get("/tenants");

        _owner.Page.ShouldContain("No tenants yet");
        _owner.Page.ShouldContain("/api/v1/tenants/ext:acme");
        _owner.Page.ShouldContain("href=\"/settings/keys\"");
    }

    [Fact]
    public async Task The_bare_address_leads_to_the_first_page()
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
    public async Task An_address_that_cannot_be_read_is_answered_in_words(string address, HttpStatusCode status, string word)
    {
        var answer = await _owner.Get(address, ("Accept", "text/html"));

        answer.StatusCode.ShouldBe(status);
        _owner.Page.ShouldContain("<h1>");
        _owner.Page.ShouldContain(word);
    }

    [Fact]
    public async Task The_theme_form_leads_back_to_this_console_only()
    {
        await _owner.Get("/tenants");
        var answer = await _owner.Post("/theme", ("back", "//evil.example/"));

        answer.Headers.Location!.OriginalString.ShouldBe("/");
        answer.Headers.GetValues("Set-Cookie").ShouldContain(cookie => cookie.StartsWith("theme=clear", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Script_and_style_are_sent_packed_and_kept_for_ever()
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
