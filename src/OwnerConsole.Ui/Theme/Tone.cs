namespace OwnerConsole.Ui.Theme;

/// <summary>Meaning of a colour, which an icon or a word always repeats.</summary>
public enum Tone
{
    Plain,
    Good,
    Info,
    Soon,
    Bad,
}
