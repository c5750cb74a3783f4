using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Shell;
using OwnerConsole.Shell.Help;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Shell;

/// <summary>Checks the built-in documentation: every page has a guide, and every link has a target.</summary>
public sealed partial class DocsTests
{
    private static readonly PageLink[] s_links =
    [
        .. ModuleList.All.SelectMany(module => module.Links),
        .. ShellSetup.Links.Where(link => link.Section is not Section.Help),
    ];

    private static readonly DocList s_docs = new(s_links);

    private static readonly DocHtml s_html = new(s_docs);

    private const int MaxWords = 1500;

    /// <summary>Generated pages, which are as long as what they list.</summary>
    private static readonly string[] s_generated =
    [
        "reference/benchmarks",
        "reference/errors",
        "reference/messages",
        "reference/metrics",
        "reference/operations",
        "reference/scopes",
        "reference/settings",
    ];

    private static readonly ConcurrentDictionary<string, string> s_rendered = new(StringComparer.Ordinal);

    [Fact]
    public void Screenshots_are_shown_in_the_console()
    {
        s_html.Of(s_docs.Find("concepts/operations")!).ShouldContain("<img src=\"/help/pictures/operation.png\"");
        DocPictures.Find("pictures/operation.png")!.Length.ShouldBeGreaterThan(50_000);
        DocPictures.Find("pictures/../docs/concepts/operations").ShouldBeNull();
    }

    public static TheoryData<string> Names => [.. s_docs.All.Select(doc => doc.Name)];

    [Fact]
    public void Every_sidebar_page_has_a_guide_with_its_title()
    {
        foreach (var link in s_links)
            s_docs.Beside(link.Address)?.Title.ShouldBe(link.Title, link.Address);
        s_links.Where(link => s_docs.Beside(link.Address) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Every_guide_belongs_to_a_page()
    {
        var beside = PageCatalogue
            .Addresses.Append("/help")
            .Append("/webhooks/out/whe_1")
            .Append("/stripe/events/evt_1")
            .Append("/revenue/dunning/in_1")
            .Append("/plans/pln_1")
            .Append("/revenue/reconciliation/fnd_1")
            .Append("/operations/run_1")
            .Append("/messaging/automations/aut_1")
            .Append("/messaging/broadcasts/brd_1")
            .Append("/messaging/channels/chn_1")
            .Append("/ops/health/prb_1")
            .Append("/ops/errors/erg_1")
            .Append("/ops/services/web")
            .Append("/ops/slos/slo_1")
            .Append("/ops/status-page/stn_1")
            .Append("/plans/limits/dec_1")
            .Select(address => s_docs.Beside(address.Split('?')[0]))
            .OfType<Doc>()
            .ToHashSet();

        s_docs.All.Where(doc => doc.IsPageGuide && !beside.Contains(doc)).Select(doc => doc.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Raw_HTML_in_a_doc_is_escaped_and_sends_no_request()
    {
        var doc = new Doc("made-up", "# Made up\n\n<b hx-get=/hostile hx-trigger=load>x</b>\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))");

        var html = s_html.Of(doc);

        html.ShouldContain("&lt;b hx-get=/hostile hx-trigger=load&gt;");
        html.ShouldContain("&lt;script&gt;");
        html.ShouldNotContain("javascript:");
    }

    [Theory]
    [InlineData("/tenants", "pages/tenants")]
    [InlineData("/tenants/tnt_1/usage", "pages/tenants.one")]
    [InlineData("/settings/templates/sign_in.new_device", "pages/settings-templates")]
    [InlineData("/settings/keys", "pages/settings-keys")]
    [InlineData("/tenantsandmore", null)]
    public void A_guide_belongs_to_its_page_and_the_pages_below(string path, string? name) => s_docs.Beside(path)?.Name.ShouldBe(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_leads_to_an_existing_doc_or_page(string name)
    {
        var doc = s_docs.Find(name)!;

        foreach (Match link in Link().Matches(Html(doc)))
        {
            var (address, anchor) = link.Groups[1].Value.Split('#', 2) is [var before, var after] ? (before, after) : (link.Groups[1].Value, null);
            if (address.Contains("://", StringComparison.Ordinal))
                continue;
            var to = address.StartsWith("/help/", StringComparison.Ordinal) ? s_docs.Find(address["/help/".Length..]) : null;
            if (to is null)
                PageCatalogue.Addresses.ShouldContain(address, $"{name} leads to {address}");
            else if (anchor is not null)
                Html(to).ShouldContain($"id=\"{anchor}\"", Case.Sensitive, $"{name} leads to {address}#{anchor}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rendered_doc_has_no_inline_styles_and_every_column_has_a_heading(string name)
    {
        var html = s_html.Of(s_docs.Find(name)!);

        html.ShouldNotContain("style=");
        html.ShouldNotMatch("<th[^>]*></th>");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_at_most_1500_words(string name)
    {
        if (!s_generated.Contains(name))
            s_docs.Find(name)!.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeLessThanOrEqualTo(MaxWords);
    }

    [Fact]
    public void Each_page_is_listed_once_and_follows_the_one_before_it()
    {
        var contents = new DocContents(s_docs);
        var order = DocKind.All.SelectMany(kind => contents.Pages(kind).Prepend(s_docs.Find(kind.Folder))).OfType<Doc>().ToList();

        order.ShouldBe(s_docs.All.Where(doc => !doc.IsPageGuide), ignoreOrder: true);
        order.Skip(1).ShouldBe(order.Select(doc => contents.Around(doc).Next).OfType<Doc>());
        order.SkipLast(1).ShouldBe(order.Select(doc => contents.Around(doc).Previous).OfType<Doc>());
        foreach (var kind in DocKind.All)
            contents
                .Groups(kind)
                .SelectMany(group => group.Docs)
                .Where(doc => !s_docs.Find(kind.Folder)!.Body.Contains($"]({Path.GetFileName(doc.Name)}.md)", StringComparison.Ordinal))
                .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("connect", "guides/connect")]
    [InlineData("log", "guides/verify-audit-log")]
    [InlineData("deploy", "guides/deploy")]
    [InlineData("operations", "reference/operations")]
    [InlineData("runbooks/database", "guides/database")]
    [InlineData("guide/tenants.one", "pages/tenants.one")]
    [InlineData("never", null)]
    public void A_former_address_leads_to_the_page_that_has_its_text(string name, string? page) => MovedDocs.Find(name, s_docs)?.Name.ShouldBe(page);

    [Fact]
    public void A_former_section_of_the_page_about_connecting_is_a_section_of_its_successor()
    {
        var sections = DocHtml.Sections(s_docs.Find("guides/connect")!).Select(section => section.Anchor).ToList();

        foreach (
            var former in new[]
            {
                "api-keys",
                "reporting",
                "events",
                "segment-and-posthog",
                "sql-views",
                "operations",
                "limits",
                "plan-upgrades",
                "tenant-portal",
            }
        )
            sections.ShouldContain($"doc-{former}");
        foreach (var former in new[] { "webhooks", "declare-your-application", "tasks", "impersonation", "lists-and-errors" })
            sections.ShouldContain($"doc-{former}");
    }

    [Fact]
    public void Links_between_docs_lead_to_existing_files()
    {
        var lost = s_docs
            .All.SelectMany(doc => Written().Matches(doc.Body).Select(link => (doc, To: link.Groups[1].Value.Split('#')[0])))
            .Where(link => link.To.Length > 0 && !link.To.Contains("://", StringComparison.Ordinal) && !link.To.StartsWith('/'))
            .Where(link => !File.Exists(Path.Combine(Product.Root, "docs", Path.GetDirectoryName(link.doc.File)!, link.To)));

        lost.Select(link => $"{link.doc.Name} leads to {link.To}").ShouldBeEmpty();
    }

    [Fact]
    public void Text_in_a_doc_is_never_rendered_as_HTML()
    {
        var html = s_html.Of(new("pages/x", "# X\n<script>alert(1)</script> a <b>word</b>, [here](/tenants) and [there](nowhere.md)"));

        html.ShouldContain("&lt;script&gt;");
        html.ShouldContain("<a href=\"/tenants\">here</a> and there");
    }

    private static string Html(Doc doc) => s_rendered.GetOrAdd(doc.Name, _ => s_html.Of(doc));

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Written();
}
