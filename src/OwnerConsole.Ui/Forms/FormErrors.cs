using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Forms;

/// <summary>Error messages of a form: one per control, and one above the form.</summary>
public static class FormErrors
{
    /// <returns>The message above the form; null when there is no error.</returns>
    public static string? Summary(Problem? problem) => problem?.Errors is null ? problem?.Message : "Fix the fields marked below to continue.";

    /// <returns>Messages by control name.</returns>
    public static IReadOnlyDictionary<string, string> Fields(Problem? problem) =>
        problem?.Errors?.ToDictionary(
            pair => pair.Key.Replace("input.", "", StringComparison.Ordinal),
            pair => string.Join(' ', pair.Value),
            StringComparer.Ordinal
        )
        ?? [];
}
