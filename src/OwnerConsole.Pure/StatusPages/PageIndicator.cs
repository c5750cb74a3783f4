namespace OwnerConsole.Pure.StatusPages;

/// <summary>State of the whole status page, best first. The words are those of Statuspage, so that its readers understand them.</summary>
public enum PageIndicator
{
    /// <summary>All components are operational.</summary>
    None,

    /// <summary>A maintenance is in progress.</summary>
    Maintenance,

    /// <summary>A component has problems.</summary>
    Minor,

    /// <summary>A component is down for some.</summary>
    Major,

    /// <summary>A component is down, or an incident is critical.</summary>
    Critical,
}
