using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Tables;

/// <summary>Extensions for lists that are read page by page.</summary>
public static class ListPages
{
    /// <summary>Whether the list has rows on other pages.</summary>
    public static bool IsMoreThan<TRow>(this ListAddress address, Page<TRow> page) => page.NextCursor is not null || address[ListAddress.Cursor] is not null;

    /// <summary>The filtered list without its page position, for panels of other modules such as saved views.</summary>
    public static PanelPlace Place(this ListAddress address, Caller caller) => new(caller, address.Home, address.At(null).Path);

    /// <param name="next">Returns the page after a cursor. It must not keep its database connection open.</param>
    public static async IAsyncEnumerable<IReadOnlyList<TRow>> All<TRow>(Func<string?, Task<Page<TRow>>> next)
    {
        for (var page = await next(null); ; page = await next(page.NextCursor))
        {
            yield return page.Data;
            if (page.NextCursor is null)
                yield break;
        }
    }
}
