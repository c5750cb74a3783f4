namespace OwnerConsole.Pure.Allowances;

/// <summary>From when on a tenant is near a limit: alerts, lists, labels and upgrade requests start here. The database records thresholds of 80, 90 and 100 %, so it is one of them.</summary>
public static class NearLimit
{
    /// <summary>Per cent of the limit.</summary>
    public const int Percent = 80;

    /// <summary>The same with 1 for the whole limit.</summary>
    public const decimal Share = Percent / 100m;
}
