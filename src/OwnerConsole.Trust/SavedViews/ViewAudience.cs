namespace OwnerConsole.Trust.SavedViews;

/// <summary>Who sees a view.</summary>
public enum ViewAudience
{
    OnlyMe,
    Team,
}
