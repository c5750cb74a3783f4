using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell;

/// <summary>Builds the navigation: sections with at least one page that the caller can read, and their pages.</summary>
public sealed class Navigation(IEnumerable<PageLink> links)
{
    private readonly PageLink[] _links = [.. links];

    /// <summary>Pages that the caller can read, each with the address that they can open.</summary>
    public IEnumerable<PageLink> LinksFor(Caller caller) =>
        _links.Where(link => !(link.About is { } about && HiddenFields.Has(about))).Select(link => Readable(link, caller)).OfType<PageLink>();

    /// <param name="attention">What needs attention; its numbers are shown at the pages where it can be resolved.</param>
    public IReadOnlyList<Entry> For(Caller caller, string path, IReadOnlyList<AttentionList>? attention = null)
    {
        var allowed = LinksFor(caller).ToArray();
        var current = Current(allowed, path);
        var needs = CountNeeds(allowed, attention ?? []);
        return
        [
            .. allowed
                .GroupBy(link => link.Section)
                .OrderBy(section => section.Key)
                .Select(section =>
                {
                    var pages = section.OrderBy(link => link.Order).ToArray();
                    var look = Look(section.Key);
                    return new Entry(
                        section.Key,
                        look.Glyph,
                        look.Key,
                        pages[0].Address,
                        section.Key == current?.Section,
                        [.. pages.Select(page => new Line(Wording.Translate(page.Title), page.Address, page == current, needs.GetValueOrDefault(page.Address)))]
                    );
                }),
        ];
    }

    /// <summary>Attributes of an element whose links swap the content of the page instead of loading a document. The sidebar, top bar and guide follow. Without script they are normal links.</summary>
    /// <param name="isTouring">True during the tour, which loads each page as a document.</param>
    public static IReadOnlyDictionary<string, object> SwapLinks(bool isTouring) =>
        isTouring
            ? new Dictionary<string, object>()
            : new Dictionary<string, object>
            {
                ["data-nav"] = "",
                ["hx-boost:inherited"] = "true",
                ["hx-target:inherited"] = "#main",
                ["hx-select:inherited"] = "#main",
                ["hx-select-oob:inherited"] = "#side:outerMorph,#hud:outerMorph,#sub:outerMorph,#sections:outerMorph,#guide-panel:outerMorph",
                ["hx-swap:inherited"] = "outerHTML",
                ["hx-sync:inherited"] = "body:replace",
            };

    private static PageLink? Readable(PageLink link, Caller caller) =>
        caller.CanRead(link.Permission) ? link
        : link.Tabs.FirstOrDefault(tab => caller.CanRead(tab.Permission)) is { } tab ? link with { Address = tab.Address, Permission = tab.Permission }
        : null;

    // Picks the longest address that the path starts with: /tenants/tnt_1 belongs to /tenants.
    private static PageLink? Current(IEnumerable<PageLink> links, string path) =>
        links
            .SelectMany(link => link.Addresses, (link, address) => (link, address))
            .Where(page => path == page.address || path.StartsWith(page.address + "/", StringComparison.Ordinal))
            .OrderByDescending(page => page.address.Length)
            .FirstOrDefault()
            .link;

    /// <returns>Numbers by address of the page.</returns>
    private static Dictionary<string, long> CountNeeds(PageLink[] links, IReadOnlyList<AttentionList> attention) =>
        attention
            .Where(list => list.Items.Count > 0)
            .GroupBy(list => Current(links, list.Items[0].Address.Split('?', '#')[0])?.Address ?? "")
            .ToDictionary(page => page.Key, page => page.Sum(list => list.Count), StringComparer.Ordinal);

    private static (Glyph Glyph, char Key) Look(Section section) =>
        section switch
        {
            Section.Overview => (Glyph.Home, 'o'),
            Section.Tenants => (Glyph.Tenants, 't'),
            Section.Revenue => (Glyph.Revenue, 'r'),
            Section.Support => (Glyph.Support, 's'),
            Section.Messaging => (Glyph.Mail, 'm'),
            Section.Product => (Glyph.Product, 'p'),
            Section.Reliability => (Glyph.Pulse, 'h'),
            Section.Trust => (Glyph.Shield, 'c'),
            Section.Help => (Glyph.Info, 'd'),
            _ => (Glyph.Gear, ','),
        };

    /// <param name="Key">Key that opens the section after pressing g.</param>
    public sealed record Entry(Section Section, Glyph Glyph, char Key, string Address, bool IsCurrent, IReadOnlyList<Line> Pages)
    {
        /// <summary>The section in cookies, forms and ids.</summary>
        public string Name => Section.ToText();

        public string Title => Wording.Translate(Section.ToString());

        /// <summary>True if the first page has the name of the section, so that one row is both.</summary>
        public bool IsPage => Pages[0].Title == Title;

        /// <summary>Pages that are listed below the section.</summary>
        public IReadOnlyList<Line> Rows => IsPage ? [.. Pages.Skip(1)] : Pages;

        /// <summary>Number of things on all pages of the section that need attention.</summary>
        public long Needs => Pages.Sum(page => page.Needs);
    }

    /// <param name="Needs">Number of things on the page that need attention.</param>
    public sealed record Line(string Title, string Address, bool IsCurrent, long Needs = 0)
    {
        /// <summary>The page in ids.</summary>
        public string Name => Address.Trim('/').Replace('/', '-');
    }
}
