using System.ComponentModel;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Why a campaign is paused.</summary>
public enum PauseCause
{
    /// <summary>Somebody wanted it.</summary>
    Person,

    /// <summary>Another version is sold than was announced.</summary>
    [Browsable(false)]
    NewerVersion,

    /// <summary>The next wave goes over what whoever started it may do alone.</summary>
    [Browsable(false)]
    Ceiling,

    /// <summary>Whoever started it isn't here any more, or may not move tenants any more.</summary>
    [Browsable(false)]
    NotAllowed,

    /// <summary>The wave that was due has moved nobody.</summary>
    [Browsable(false)]
    NothingMoves,
}
