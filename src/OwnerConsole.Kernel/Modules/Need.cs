using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Something that wants a human, as the overview lists it.</summary>
/// <param name="Says">what it is, in one line</param>
/// <param name="Address">of the page where it is decided</param>
/// <param name="Act">the words on the button that leads there</param>
/// <param name="MinorUnits">a month's money that hangs on it, in the reporting currency; 0 for none</param>
/// <param name="Since">when it began, or when it is due</param>
public sealed record Need(Urgency Urgency, string Says, string Address, string Act, long MinorUnits = 0, DateTimeOffset? Since = null);

/// <summary>How soon somebody should look.</summary>
public enum Urgency
{
    /// <summary>Something is lost or stands still until somebody acts.</summary>
    Now,
    Today,
    ThisWeek,
}

/// <summary>What a module has that wants a human. Each page asks it, so it must be cheap.</summary>
public interface INeeds
{
    /// <summary>Of the permission grammar; who lacks it isn't told.</summary>
    string Permission { get; }

    Task<IReadOnlyList<Need>> Find(Population population, Work work);
}
