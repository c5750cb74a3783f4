namespace OwnerConsole.Trust.Audit;

/// <summary>Time ranges of the log filter.</summary>
public enum LogPeriod
{
    /// <summary>Since midnight UTC.</summary>
    Today,

    /// <summary>The last seven days.</summary>
    Week,

    /// <summary>The last thirty days.</summary>
    Month,

    /// <summary>Between the dates of the search.</summary>
    Custom,
}
