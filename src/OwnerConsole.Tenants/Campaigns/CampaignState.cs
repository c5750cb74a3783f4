namespace OwnerConsole.Tenants.Campaigns;

/// <summary>How a campaign stands.</summary>
public enum CampaignState
{
    /// <summary>The next wave can be started, or one is underway.</summary>
    Running,

    /// <summary>Nobody is moved until it is resumed.</summary>
    Paused,

    /// <summary>Nobody is left who could be moved.</summary>
    Done,

    /// <summary>Somebody ended it; who was moved stays moved.</summary>
    Stopped,
}
