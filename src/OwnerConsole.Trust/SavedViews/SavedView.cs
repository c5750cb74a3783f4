using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>A saved view of a list.</summary>
/// <param name="List">Path of the list's page.</param>
/// <param name="Query">Query string with its question mark; empty for the unfiltered list.</param>
/// <param name="Audience">Who sees the view.</param>
/// <param name="IsDefault">True if it is the caller's default view of the list.</param>
public sealed record SavedView(string Id, string List, string Query, string Name, ViewAudience Audience, bool IsDefault)
{
    /// <summary>Address of the list with the view's filters and id.</summary>
    public string Address => $"{List}{Query}{(Query.Length > 0 ? '&' : '?')}{ListAddress.View}={Id}";
}
