using System.ComponentModel;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Why a campaign is paused.</summary>
public enum PauseCause
{
    /// <summary>A team member paused it.</summary>
    Person,

    /// <summary>A newer version of the plan was published.</summary>
    [Browsable(false)]
    NewerVersion,

    /// <summary>The next wave exceeds what the person who started the campaign can do alone.</summary>
    [Browsable(false)]
    Ceiling,

    /// <summary>The person who started the campaign left the team or can no longer migrate tenants.</summary>
    [Browsable(false)]
    NotAllowed,

    /// <summary>The scheduled wave migrated no tenants.</summary>
    [Browsable(false)]
    NothingMoves,
}
