using System.ComponentModel;

namespace OwnerConsole.Pure.Allowances;

/// <summary>Kind of a feature, which determines how applications check it.</summary>
public enum FeatureKind
{
    /// <summary>On or off.</summary>
    [Description("On or off")]
    Boolean,

    /// <summary>A value that the application reads, such as a region or a level.</summary>
    [Description("A value that your application reads")]
    Config,

    /// <summary>Usage that resets each period: sessions per month.</summary>
    [Description("Usage that resets each period")]
    Counter,

    /// <summary>Current amount that goes up and down and is never reset: clients, storage.</summary>
    [Description("Current amount, which goes up and down")]
    Gauge,

    /// <summary>Unique ids in a period: active members.</summary>
    [Description("Unique ids per period")]
    Unique,

    /// <summary>Amount per second, minute or hour, replenished evenly: API calls.</summary>
    [Description("Requests per second, minute or hour")]
    Rate,
}

/// <summary>Behavior when a limit is reached.</summary>
public enum Enforcement
{
    /// <summary>Further usage is refused.</summary>
    [Description("Block usage over the limit")]
    Hard,

    /// <summary>Further usage is allowed and counted as overage.</summary>
    [Description("Allow and count overage")]
    Soft,

    /// <summary>Further usage is allowed up to a share of the limit, and refused above it.</summary>
    [Description("Allow overage up to a share of the limit")]
    Burst,
}

/// <summary>Answer of the application's SDK while the console is unreachable.</summary>
public enum OutagePolicy
{
    /// <summary>Allow, and report the usage later.</summary>
    [Description("Allow, and count later")]
    Open,

    /// <summary>Deny.</summary>
    [Description("Deny")]
    Closed,
}
