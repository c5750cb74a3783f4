namespace OwnerConsole.Ui.Theme;

/// <summary>What a colour says; never the only carrier of it.</summary>
public enum Tone
{
    Plain,
    Good,
    Info,
    Soon,
    Bad,
}
