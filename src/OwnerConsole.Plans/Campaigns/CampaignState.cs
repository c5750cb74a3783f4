namespace OwnerConsole.Plans.Campaigns;

/// <summary>State of a campaign.</summary>
public enum CampaignState
{
    /// <summary>A wave is in progress or can be started.</summary>
    Running,

    /// <summary>No tenants are migrated until it is resumed.</summary>
    Paused,

    /// <summary>No tenants remain.</summary>
    Done,

    /// <summary>Stopped by a person; migrated tenants stay on the new version.</summary>
    Stopped,
}
