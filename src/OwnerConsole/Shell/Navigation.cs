using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell;

/// <summary>Builds the navigation: sections with at least one page that the caller can read, and the pages of the current section.</summary>
public sealed class Navigation(IEnumerable<PageLink> links)
{
    private readonly PageLink[] _links = [.. links];

    /// <summary>Pages that the caller can read.</summary>
    public IEnumerable<PageLink> LinksFor(Caller caller) =>
        _links.Where(link => caller.CanRead(link.Permission) && !(link.About is { } about && HiddenFields.Has(about)));

    public IReadOnlyList<Entry> For(Caller caller, string path)
    {
        var allowed = LinksFor(caller).ToArray();
        var current = Current(allowed, path);
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
                        [.. pages.Select(page => new Line(Wording.Translate(page.Title), page.Address, page == current))]
                    );
                }),
        ];
    }

    /// <summary>Attributes that make a link swap the content of the page instead of loading a document. The sidebar, top bar and guide follow. Without script it is a normal link.</summary>
    /// <param name="isTouring">True during the tour, which loads each page as a document.</param>
    public static IReadOnlyDictionary<string, object> Swap(string address, bool isTouring) =>
        isTouring
            ? new Dictionary<string, object>()
            : new Dictionary<string, object>
            {
                ["data-nav"] = "",
                ["hx-get"] = address,
                ["hx-target"] = "#main",
                ["hx-select"] = "#main",
                ["hx-select-oob"] = "#side:outerMorph,#hud:outerMorph,#sub:outerMorph,#sections:outerMorph,#guide-panel:outerMorph",
                ["hx-swap"] = "outerHTML",
                ["hx-push-url"] = "true",
                ["hx-sync"] = "body:replace",
            };

    // Picks the longest address that the path starts with: /tenants/tnt_1 belongs to /tenants.
    private static PageLink? Current(IEnumerable<PageLink> links, string path) =>
        links.Where(link => path == link.Address || path.StartsWith(link.Address + "/", StringComparison.Ordinal)).MaxBy(link => link.Address.Length);

    private static (Glyph Glyph, char Key) Look(Section section) =>
        section switch
        {
            Section.Overview => (Glyph.Home, 'o'),
            Section.Tenants => (Glyph.Tenants, 't'),
            Section.Revenue => (Glyph.Revenue, 'r'),
            Section.Support => (Glyph.Support, 's'),
            Section.Product => (Glyph.Product, 'p'),
            Section.Reliability => (Glyph.Pulse, 'h'),
            Section.Trust => (Glyph.Shield, 'c'),
            _ => (Glyph.Gear, ','),
        };

    /// <param name="Key">Key that opens the section after pressing g.</param>
    public sealed record Entry(Section Section, Glyph Glyph, char Key, string Address, bool IsCurrent, IReadOnlyList<Line> Pages)
    {
        public string Title => Wording.Translate(Section.ToString());
    }

    public sealed record Line(string Title, string Address, bool IsCurrent);
}
