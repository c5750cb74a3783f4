using System.Diagnostics;
using System.Net;
using OwnerConsole.Fixtures;
using OwnerConsole.Shell.Help;

namespace OwnerConsole.Tests.Shell;

/// <summary>Searches the documentation and reads it inside the console.</summary>
public sealed class HelpSearchTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly HelpSearch s_search = new(new DocList([]));

    [Theory]
    [InlineData("sizing", "guides/sizing-and-scaling")] // in a title
    [InlineData("idempotency", "reference/idempotency")]
    [InlineData("IMPERSONATION", "guides/impersonation")]
    public void A_word_in_the_title_comes_first(string query, string page) => s_search.Find(query)[0].Doc.Name.ShouldBe(page);

    [Fact]
    public void A_word_in_a_heading_comes_before_the_same_word_in_a_text()
    {
        var hits = s_search.Find("retries");

        var inHeading = hits.Select(hit => hit.Heading.Any(piece => piece.IsMatch)).ToList();
        inHeading.ShouldContain(true);
        inHeading.ShouldBe(inHeading.OrderByDescending(isHeading => isHeading));
        hits[0].Address.ShouldBe("/help/reference/webhook-events#doc-retries");
    }

    [Fact]
    public void Every_word_must_occur_and_is_marked()
    {
        var hit = s_search.Find("stale_version gauge")[0];

        hit.Text.Where(piece => piece.IsMatch).Select(piece => piece.Text.ToLowerInvariant()).Distinct().Order().ShouldContain("stale_version");
        s_search.Find("gauge nosuchwordanywhere").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\0")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("' or 1=1 --")]
    [InlineData("((((((((((((((((((((a+)+)+)+")]
    [InlineData("\ud800")]
    public void A_hostile_query_is_searched_as_text(string query) => s_search.Find(query).Count.ShouldBeLessThanOrEqualTo(30);

    [Fact]
    public void A_long_query_is_bounded()
    {
        s_search.Find("a"); // reads the documentation
        var time = Stopwatch.StartNew();

        s_search.Find(string.Join(' ', Enumerable.Range(0, 100_000).Select(number => "e" + number)));

        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Pages_show_results_sections_neighbours_and_redirect_from_former_addresses()
    {
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/help?q=limit_reached");
        owner.Page.ShouldContain("<mark>limit_reached</mark>");

        await owner.Get("/help?q=%3Cscript%3Ealert(1)%3C/script%3E");
        owner.Page.ShouldContain("No results");
        owner.Page.ShouldNotContain("><script>alert(1)");

        await owner.Get("/help/guides/deploy");
        owner.Page.ShouldContain("href=\"/help/guides\"");
        owner.Page.ShouldContain("href=\"/help/guides/deploy#doc-https\"");
        owner.Page.ShouldContain("rel=\"next\" href=\"/help/guides/external-postgresql\"");
        owner.Page.ShouldContain("rel=\"prev\" href=\"/help/guides/production-checklist\"");

        var moved = await owner.Get("/help/runbooks/database");
        moved.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
        moved.Headers.Location!.ToString().ShouldBe("/help/guides/database");
    }
}
