using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Tables;

/// <summary>Address of a list with its complete state: filters, order, columns, density and page. A link reproduces the exact view.</summary>
/// <param name="Home">Path of the list without filters.</param>
/// <param name="Parts">Query parameters, none of them empty; a name can occur more than once.</param>
public sealed record ListAddress(string Home, IReadOnlyList<KeyValuePair<string, string>> Parts)
{
    public const string Sort = "sort",
        Columns = "columns",
        Density = "density",
        Cursor = "cursor",
        View = "view";

    /// <summary>View parameter for the unfiltered list, because an address without parameters opens the reader's default view.</summary>
    public const string Whole = "all";

    private const string Menu = "menu",
        FilterMenu = "filters";

    /// <summary>Parameters that don't filter rows. The saved view is one of them, because the address has all its filters.</summary>
    private static readonly string[] s_look = [Sort, Columns, Density, View];

    public ListAddress(string home)
        : this(home, []) { }

    /// <param name="home">Path of the list's page; its exports have other paths.</param>
    /// <param name="isFilter">Returns whether a query parameter filters this list; other parameters belong to the page.</param>
    /// <exception cref="Problem">400: A parameter contains invalid text.</exception>
    public static ListAddress Of(string home, HttpRequest request, Func<string, bool> isFilter) =>
        new(
            home,
            [
                .. request
                    .Query.Keys.Where(name => isFilter(name) || name == Cursor || s_look.Contains(name, StringComparer.Ordinal))
                    .SelectMany(name => request.Texts(name).Select(text => KeyValuePair.Create(name, text))),
            ]
        )
        {
            ShowsFilters = request.Query[Menu] == FilterMenu,
            OpensInNewPage = ListViews.HasOtherDefault(request.HttpContext),
        };

    /// <summary>Whether the filter menu is open, with its options loaded. Views don't include this, so it isn't one of the parts.</summary>
    public bool ShowsFilters { get; init; }

    /// <summary>Whether the list opens with a default view, so that the unfiltered list needs an explicit parameter.</summary>
    public bool OpensInNewPage { get; private init; }

    public string? this[string name] => All(name).LastOrDefault();

    public IEnumerable<string> All(string name) => Parts.Where(part => part.Key == name).Select(part => part.Value);

    /// <summary>Path with query of this address.</summary>
    public string Path => Home + (OpensInNewPage && Parts.Count == 0 ? $"?{View}={Whole}" : Query);

    /// <summary>The same address with the filter menu open.</summary>
    public string WithFilters => Home + new QueryBuilder(Parts.Append(KeyValuePair.Create(Menu, FilterMenu)));

    /// <summary>Address to redraw the current view from.</summary>
    public string RenderedPath => ShowsFilters ? WithFilters : Path;

    /// <summary>Query string with its question mark; empty for the unfiltered list.</summary>
    public string Query => new QueryBuilder(Parts).ToString();

    /// <summary>Query string of the filters alone, for forms; a question mark when there are none.</summary>
    public string Matching => Only(Filters).Query is { Length: > 0 } query ? query : "?";

    public IEnumerable<KeyValuePair<string, string>> Filters => Parts.Where(part => part.Key != Cursor && !s_look.Contains(part.Key, StringComparer.Ordinal));

    /// <summary>Whether this is the first page of the unfiltered list.</summary>
    public bool IsWhole => Parts.All(part => s_look.Contains(part.Key, StringComparer.Ordinal));

    /// <summary>Another page of this list.</summary>
    public ListAddress At(string? cursor) => With(Cursor, cursor);

    /// <summary>Address of the first page; null on the first page.</summary>
    public string? First => this[Cursor] is null ? null : At(null).Path;

    /// <returns>The address of the next page; null on the last page.</returns>
    public string? Next(string? cursor) => cursor is null ? null : At(cursor).Path;

    /// <summary>First page of the list with one parameter changed or removed.</summary>
    public ListAddress With(string name, string? value) => Only([.. Others(name, Cursor), .. value is null ? [] : new[] { KeyValuePair.Create(name, value) }]);

    /// <summary>First page of the list without one value of a parameter.</summary>
    public ListAddress Without(string name, string value) => Only(Others(Cursor).Where(part => part.Key != name || part.Value != value));

    /// <summary>The same order, columns and density without filters.</summary>
    public ListAddress Unfiltered => Only(Parts.Where(part => s_look.Contains(part.Key, StringComparer.Ordinal)));

    /// <summary>All parameters except the given ones, for the hidden fields of a form that sends those itself.</summary>
    public IEnumerable<KeyValuePair<string, string>> Others(params IReadOnlyCollection<string> names) => Parts.Where(part => !names.Contains(part.Key));

    /// <summary>Removes empty fields and the menu parameter, which forms also send, from the browser's address.</summary>
    public void Canonicalize(HttpContext context)
    {
        if (context.Request.Query.Any(part => part.Key == Menu || part.Value.Any(string.IsNullOrEmpty)))
            context.Response.Headers["HX-Replace-Url"] = Path;
    }

    private ListAddress Only(IEnumerable<KeyValuePair<string, string>> parts) => new(Home, [.. parts]) { OpensInNewPage = OpensInNewPage };
}
