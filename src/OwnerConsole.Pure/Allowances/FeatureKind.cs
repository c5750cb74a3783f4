using System.ComponentModel;

namespace OwnerConsole.Pure.Allowances;

/// <summary>What a feature is, and by it how an application asks for it.</summary>
public enum FeatureKind
{
    /// <summary>On or off.</summary>
    [Description("On or off")]
    Boolean,

    /// <summary>A value that the application reads, such as a region or a level.</summary>
    [Description("A value that your application reads")]
    Config,

    /// <summary>Counted up, and from nothing again in each period: sessions a month.</summary>
    [Description("Counted up, and from nothing again in each period")]
    Counter,

    /// <summary>Goes up and down and is never reset: clients, storage.</summary>
    [Description("How many there are at the same time")]
    Gauge,

    /// <summary>Different ids in a period: active members.</summary>
    [Description("Different ids in a period")]
    Unique,

    /// <summary>So many within a second, a minute or an hour, coming back evenly: calls of an API.</summary>
    [Description("So many within a second, a minute or an hour")]
    Rate,
}

/// <summary>What happens where a limit is reached.</summary>
public enum Enforcement
{
    /// <summary>More is refused.</summary>
    [Description("More is refused")]
    Hard,

    /// <summary>More is allowed and counted as overage.</summary>
    [Description("More is allowed, and counted")]
    Soft,

    /// <summary>More is allowed up to a share of the limit, and refused from there on.</summary>
    [Description("More is allowed up to a share of the limit")]
    Burst,
}

/// <summary>What an application's SDK answers while the console can't be reached.</summary>
public enum Outage
{
    /// <summary>Yes, and what was used is reported later.</summary>
    [Description("Yes, and count it later")]
    Open,

    /// <summary>No.</summary>
    [Description("No")]
    Closed,
}
