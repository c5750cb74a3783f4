using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Tables;

/// <summary>A list from its first page to its last.</summary>
public static class ListPages
{
    /// <summary>Does more match than stands on this page?</summary>
    public static bool IsMoreThan<TRow>(this ListAddress address, Page<TRow> page) => page.NextCursor is not null || address[ListAddress.Cursor] is not null;

    /// <summary>The list as it is filtered now, whichever page of it is shown: what other modules keep of it is drawn by this.</summary>
    public static PanelPlace Place(this ListAddress address, Caller caller) => new(caller, address.Home, address.At(null).Path);

    /// <param name="next">the page after a cursor; it gives its connection back before it answers</param>
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
