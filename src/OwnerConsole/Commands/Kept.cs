using System.Globalization;

namespace OwnerConsole.Commands;

/// <summary>Where what a command replaces is kept.</summary>
internal static class Kept
{
    /// <returns>a path beside this one, with the moment, that nothing has yet: two may be replaced within a second</returns>
    public static string Beside(string path)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{path}.before-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}");
        return Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{name}-{number}").Prepend(name).First(free => !Path.Exists(free));
    }
}
