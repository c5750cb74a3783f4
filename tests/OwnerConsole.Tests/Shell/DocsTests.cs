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
            .Append("/plans/limits/dec_1")
            .Select(address => s_docs.Beside(address.Split('?')[0]))
            .OfType<Doc>()
            .ToHashSet();

        s_docs.All.Where(doc => doc.IsGuide && !beside.Contains(doc)).Select(doc => doc.Name).ShouldBeEmpty();
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
    [InlineData("/tenants", "guide/tenants")]
    [InlineData("/tenants/tnt_1/usage", "guide/tenants.one")]
    [InlineData("/settings/templates/sign_in.new_device", "guide/settings-templates")]
    [InlineData("/settings/keys", "guide/settings-keys")]
    [InlineData("/tenantsandmore", null)]
    public void A_guide_belongs_to_its_page_and_the_pages_below(string path, string? name) => s_docs.Beside(path)?.Name.ShouldBe(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_leads_to_an_existing_doc_or_page(string name)
    {
        var doc = s_docs.Find(name)!;

        foreach (Match link in Link().Matches(s_html.Of(doc)))
        {
            var (address, anchor) = link.Groups[1].Value.Split('#', 2) is [var before, var after] ? (before, after) : (link.Groups[1].Value, null);
            if (address.Contains("://", StringComparison.Ordinal))
                continue;
            var to = address.StartsWith("/help/", StringComparison.Ordinal) ? s_docs.Find(address["/help/".Length..]) : null;
            if (to is null)
                PageCatalogue.Addresses.ShouldContain(address, $"{name} leads to {address}");
            else if (anchor is not null)
                s_html.Of(to).ShouldContain($"id=\"{anchor}\"", Case.Sensitive, $"{name} leads to {address}#{anchor}");
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

    [Fact]
    public void Links_between_docs_lead_to_existing_files()
    {
        var lost = s_docs
            .All.SelectMany(doc => Written().Matches(doc.Body).Select(link => (doc, To: link.Groups[1].Value.Split('#')[0])))
            .Where(link => link.To.Length > 0 && !link.To.Contains("://", StringComparison.Ordinal) && !link.To.StartsWith('/'))
            .Where(link => !File.Exists(Path.Combine(Product.Root, "docs", Path.GetDirectoryName(link.doc.Name)!, link.To)));

        lost.Select(link => $"{link.doc.Name} leads to {link.To}").ShouldBeEmpty();
    }

    [Fact]
    public void Text_in_a_doc_is_never_rendered_as_HTML()
    {
        var html = s_html.Of(new("guide/x", "# X\n<script>alert(1)</script> a <b>word</b>, [here](/tenants) and [there](nowhere.md)"));

        html.ShouldContain("&lt;script&gt;");
        html.ShouldContain("<a href=\"/tenants\">here</a> and there");
    }

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Written();
}
