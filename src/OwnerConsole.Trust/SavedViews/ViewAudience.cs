namespace OwnerConsole.Trust.SavedViews;

/// <summary>Who can see a view.</summary>
public enum ViewAudience
{
    OnlyMe,
    Team,
}
