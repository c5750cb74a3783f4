using System.Globalization;

namespace OwnerConsole.Hosting.Installations;

/// <summary>Names backup copies of files that a command replaces.</summary>
internal static class ReplacedFiles
{
    /// <returns>An unused path next to this one with the current time; unique even for two copies in one second.</returns>
    public static string PathFor(string path)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{path}.before-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}");
        return Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{name}-{number}").Prepend(name).First(free => !Path.Exists(free));
    }
}
