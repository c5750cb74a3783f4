namespace OwnerConsole.Trust.Team;

/// <summary>Time window of a ceiling.</summary>
public enum CeilingPeriod
{
    Hour,
    Day,
}
