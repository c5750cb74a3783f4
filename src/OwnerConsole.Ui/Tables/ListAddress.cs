using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Tables;

/// <summary>Everything that a list shows stands in its address, so that a link is the view: its filters, its order, its columns, how dense it is, and which page of it.</summary>
/// <param name="Home">the whole list</param>
/// <param name="Parts">of the query, none of them empty; a name can stand more than once</param>
public sealed record ListAddress(string Home, IReadOnlyList<KeyValuePair<string, string>> Parts)
{
    public const string Sort = "sort",
        Columns = "columns",
        Density = "density",
        Cursor = "cursor",
        View = "view";

    /// <summary>Stands for no view: an address without any parameter opens the list as its reader wants it to.</summary>
    public const string Whole = "all";

    private const string Menu = "menu",
        FilterMenu = "filters";

    /// <summary>The saved view that an address is from is kept like these: it filters nothing, the address itself says all.</summary>
    private static readonly string[] s_look = [Sort, Columns, Density, View];

    public ListAddress(string home)
        : this(home, []) { }

    /// <param name="home">the list's own page: a file of it has another address</param>
    /// <param name="isFilter">whether a part of the query narrows this list; what else an address has is the page's</param>
    /// <exception cref="Problem">400: a text that can't be one</exception>
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
            OpensElsewhere = ListViews.OpensElsewhere(request.HttpContext),
        };

    /// <summary>The menu of filters is open: what can be chosen in it was asked for. No view has it, so it isn't among the parts.</summary>
    public bool ShowsFilters { get; init; }

    /// <summary>Its home leads its reader on to a saved view: what means the whole list says so.</summary>
    public bool OpensElsewhere { get; private init; }

    public string? this[string name] => All(name).LastOrDefault();

    public IEnumerable<string> All(string name) => Parts.Where(part => part.Key == name).Select(part => part.Value);

    /// <summary>The address itself.</summary>
    public string Path => Home + (OpensElsewhere && Parts.Count == 0 ? $"?{View}={Whole}" : Query);

    /// <summary>The same with the menu of filters in it.</summary>
    public string WithFilters => Home + new QueryBuilder(Parts.Append(KeyValuePair.Create(Menu, FilterMenu)));

    /// <summary>By which what is shown is drawn anew.</summary>
    public string Drawn => ShowsFilters ? WithFilters : Path;

    /// <summary>With its question mark; empty for the whole list.</summary>
    public string Query => new QueryBuilder(Parts).ToString();

    /// <summary>The filters alone, as a form sends them on: with the question mark also when there are none.</summary>
    public string Matching => Only(Filters).Query is { Length: > 0 } query ? query : "?";

    public IEnumerable<KeyValuePair<string, string>> Filters => Parts.Where(part => part.Key != Cursor && !s_look.Contains(part.Key, StringComparer.Ordinal));

    /// <summary>Nothing is left out of it: no filter is set, and it is the first page.</summary>
    public bool IsWhole => Parts.All(part => s_look.Contains(part.Key, StringComparer.Ordinal));

    /// <summary>Another page of the same list.</summary>
    public ListAddress At(string? cursor) => With(Cursor, cursor);

    /// <summary>Back to the first page; null when it is this one.</summary>
    public string? First => this[Cursor] is null ? null : At(null).Path;

    /// <returns>null when there is no page after this one</returns>
    public string? Next(string? cursor) => cursor is null ? null : At(cursor).Path;

    /// <summary>The first page of the list with another value, or without one; the rest kept.</summary>
    public ListAddress With(string name, string? value) => Only([.. Others(name, Cursor), .. value is null ? [] : new[] { KeyValuePair.Create(name, value) }]);

    /// <summary>The first page of the list without one of the values that a name has.</summary>
    public ListAddress Without(string name, string value) => Only(Others(Cursor).Where(part => part.Key != name || part.Value != value));

    /// <summary>Looked at in the same way, with no filters.</summary>
    public ListAddress Unfiltered => Only(Parts.Where(part => s_look.Contains(part.Key, StringComparer.Ordinal)));

    /// <summary>What a form keeps that sends these itself.</summary>
    public IEnumerable<KeyValuePair<string, string>> Others(params IReadOnlyCollection<string> names) => Parts.Where(part => !names.Contains(part.Key));

    /// <summary>A form sends its empty fields and that it is open, too; the browser's address keeps what says something.</summary>
    public void Tidy(HttpContext context)
    {
        if (context.Request.Query.Any(part => part.Key == Menu || part.Value.Any(string.IsNullOrEmpty)))
            context.Response.Headers["HX-Replace-Url"] = Path;
    }

    private ListAddress Only(IEnumerable<KeyValuePair<string, string>> parts) => new(Home, [.. parts]) { OpensElsewhere = OpensElsewhere };
}
