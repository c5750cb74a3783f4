using System.Globalization;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>How long exports of tenants and members can be downloaded.</summary>
public static class ExportLifetime
{
    private const int Days = 7;

    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(Days);

    /// <summary><see cref="KeptFor"/> as an SQL expression of type interval.</summary>
    public static readonly string IntervalSql = string.Create(CultureInfo.InvariantCulture, $"interval '{Days} days'");
}
