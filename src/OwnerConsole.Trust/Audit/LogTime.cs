namespace OwnerConsole.Trust.Audit;

/// <summary>A time that ends now.</summary>
public enum LogTime
{
    /// <summary>Since midnight, UTC.</summary>
    Today,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>Thirty days.</summary>
    Month,

    /// <summary>Between two days that are given.</summary>
    Custom,
}
