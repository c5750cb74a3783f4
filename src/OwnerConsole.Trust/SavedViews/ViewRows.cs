using OwnerConsole.Data;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>State of saved views.</summary>
internal static class ViewRows
{
    public static readonly StateRows Views = new("saved_views.views", "view_id")
    {
        HaveClosedAt = true,
        Conflict = "other.list = this.list and other.owner is not distinct from this.owner and lower(other.name) = lower(this.name)",
    };

    /// <summary>Changed filters; the latest current row applies.</summary>
    public static readonly StateRows Changes = new("saved_views.changes", "view_id") { AreStacked = true, Conflict = "other.view_id = this.view_id" };

    /// <summary>Default views of a person; the latest current row of a list applies.</summary>
    public static readonly StateRows Defaults = new("saved_views.defaults", "view_id")
    {
        AreStacked = true,
        Conflict = "other.person = this.person and other.list = this.list",
    };
}
