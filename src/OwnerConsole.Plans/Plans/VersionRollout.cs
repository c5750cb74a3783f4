using System.ComponentModel;

namespace OwnerConsole.Plans.Plans;

/// <summary>Which subscribers get a version of a plan.</summary>
public enum VersionRollout
{
    [Description("New subscribers only; existing subscribers keep their version")]
    New,

    [Description("All subscribers, immediately")]
    All,

    [Description("New subscribers immediately, existing subscribers from a date")]
    From,
}
