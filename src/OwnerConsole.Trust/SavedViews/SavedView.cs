namespace OwnerConsole.Trust.SavedViews;

/// <summary>A list as somebody filtered it.</summary>
/// <param name="List">the address of the list's page</param>
/// <param name="Query">with its question mark; empty for the whole list</param>
public sealed record SavedView(string Id, string List, string Query, string Name, ViewAudience Audience)
{
    public string Address => List + Query;
}
