namespace OwnerConsole.Pure.StatusPages;

/// <summary>How much an incident on the status page affects its readers, the least first.</summary>
public enum NoticeImpact
{
    /// <summary>No one is affected.</summary>
    None,

    /// <summary>A part works slowly or with errors.</summary>
    Minor,

    /// <summary>A part doesn't work.</summary>
    Major,

    /// <summary>Nothing works, or data is at risk.</summary>
    Critical,
}
