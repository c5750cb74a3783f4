namespace OwnerConsole.Ui.Dialogs;

/// <summary>Addresses that came with a request and are led back to.</summary>
public static class Local
{
    /// <returns>the address when it is a path of this console; null for anything that could lead elsewhere</returns>
    public static string? Address(string? text) => text is ['/', ..] && text is not (['/', '/' or '\\', ..]) && !text.Any(char.IsControl) ? text : null;
}
