using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>A list from its first page to its last.</summary>
public static class ListPages
{
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
