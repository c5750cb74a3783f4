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
    [Description("Usage that resets each period")]
    Counter,

    /// <summary>Goes up and down and is never reset: clients, storage.</summary>
    [Description("Current amount, which goes up and down")]
    Gauge,

    /// <summary>Different ids in a period: active members.</summary>
    [Description("Unique ids per period")]
    Unique,

    /// <summary>So many within a second, a minute or an hour, coming back evenly: calls of an API.</summary>
    [Description("Requests per second, minute or hour")]
    Rate,
}

/// <summary>What happens where a limit is reached.</summary>
public enum Enforcement
{
    /// <summary>More is refused.</summary>
    [Description("Block usage over the limit")]
    Hard,

    /// <summary>More is allowed and counted as overage.</summary>
    [Description("Allow and count overage")]
    Soft,

    /// <summary>More is allowed up to a share of the limit, and refused from there on.</summary>
    [Description("Allow overage up to a share of the limit")]
    Burst,
}

/// <summary>What an application's SDK answers while the console can't be reached.</summary>
public enum Outage
{
    /// <summary>Yes, and what was used is reported later.</summary>
    [Description("Allow, and count later")]
    Open,

    /// <summary>No.</summary>
    [Description("Deny")]
    Closed,
}
