namespace OwnerConsole.Pure.Allowances;

/// <summary>
/// Threshold from which a tenant is near a limit, used by alerts, lists, labels and upgrade requests. It must be one of the thresholds recorded by
/// the database: 80, 90 and 100 %.
/// </summary>
public static class NearLimitThreshold
{
    /// <summary>Threshold in percent of the limit.</summary>
    public const int Percent = 80;

    /// <summary>Threshold as a fraction of the limit.</summary>
    public const decimal Share = Percent / 100m;
}
