namespace OwnerConsole.Trust.Team;

/// <summary>In which time a ceiling counts.</summary>
public enum CeilingTime
{
    Hour,
    Day,
}
