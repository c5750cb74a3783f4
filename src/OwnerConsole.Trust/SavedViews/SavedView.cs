using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>A list as somebody filtered it.</summary>
/// <param name="List">the address of the list's page</param>
/// <param name="Query">with its question mark; empty for the whole list</param>
/// <param name="IsDefault">the list opens with it for who asks</param>
public sealed record SavedView(string Id, string List, string Query, string Name, ViewAudience Audience, bool IsDefault)
{
    /// <summary>The list as the view shows it, with where that is from.</summary>
    public string Address => $"{List}{Query}{(Query.Length > 0 ? '&' : '?')}{ListAddress.View}={Id}";
}
