namespace OwnerConsole.Ui.Dialogs;

/// <summary>Validates addresses from a request before redirecting to them.</summary>
public static class LocalAddress
{
    /// <returns>The address if it is a path within this console; null for anything that could lead to another site.</returns>
    public static string? OrNull(string? text) => text is ['/', ..] && text is not (['/', '/' or '\\', ..]) && !text.Any(char.IsControl) ? text : null;
}
