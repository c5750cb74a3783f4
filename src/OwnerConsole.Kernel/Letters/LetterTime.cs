using System.Globalization;

namespace OwnerConsole.Kernel.Letters;

/// <summary>A moment as letters say it: who reads one is anywhere.</summary>
public static class LetterTime
{
    /// <returns><c>2026-11-20 17:42 UTC</c></returns>
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
