using System.Globalization;

namespace OwnerConsole.Kernel.Email;

/// <summary>Formats times in emails in UTC, because the recipient's time zone is unknown.</summary>
public static class EmailTime
{
    /// <returns>A time such as <c>2026-11-20 17:42 UTC</c>.</returns>
    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
