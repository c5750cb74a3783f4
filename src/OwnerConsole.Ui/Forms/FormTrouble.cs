using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Forms;

/// <summary>What a form says of a request that was refused: beside each control what is wrong with it, and a sentence above all of them.</summary>
public static class FormTrouble
{
    /// <returns>null when nothing is wrong</returns>
    public static string? Whole(Problem? problem) => problem?.Errors is null ? problem?.Message : "Something in the form isn't right yet.";

    /// <returns>by the control's name</returns>
    public static IReadOnlyDictionary<string, string> Fields(Problem? problem) =>
        problem?.Errors?.ToDictionary(
            pair => pair.Key.Replace("input.", "", StringComparison.Ordinal),
            pair => string.Join(' ', pair.Value),
            StringComparer.Ordinal
        )
        ?? [];
}
