using System.Globalization;

namespace StudioApp.Looks;

internal static class FileSize
{
    /// <returns>Formatted size, such as <c>3.2 MB</c>.</returns>
    public static string Of(long bytes) =>
        bytes switch
        {
            < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} KB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        };
}
