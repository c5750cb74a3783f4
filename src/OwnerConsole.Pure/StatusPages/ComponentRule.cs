namespace OwnerConsole.Pure.StatusPages;

/// <summary>Status of a component from what is known about it.</summary>
public static class ComponentRule
{
    /// <param name="byHand">Status that the team has set; null to follow the probe.</param>
    /// <param name="isUnderMaintenance">Whether a maintenance of the component is in progress.</param>
    /// <param name="probed">Status according to the probe; null without a probe, and while its state is unknown.</param>
    /// <returns>The status set by hand comes first, then the maintenance, then the probe. Without any of them, the component is operational.</returns>
    public static ComponentStatus StatusOf(ComponentStatus? byHand, bool isUnderMaintenance, ComponentStatus? probed) =>
        byHand ?? (isUnderMaintenance ? ComponentStatus.UnderMaintenance : probed ?? ComponentStatus.Operational);
}
