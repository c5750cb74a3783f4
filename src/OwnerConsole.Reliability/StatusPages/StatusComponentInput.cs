using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Values of a component of the status page.</summary>
/// <param name="Name">Name on the page.</param>
/// <param name="Description">What it does; null for no description.</param>
/// <param name="Group">Group that it is listed in; null for none.</param>
/// <param name="Position">Place in the list, smallest first.</param>
/// <param name="Probe">Probe whose state sets the status; null for none.</param>
public sealed record StatusComponentInput(
    [StringLength(StatusComponentInput.MaxName)] [Description("Name on the status page, such as API.")] string Name,
    [StringLength(StatusComponentInput.MaxDescription)] [Description("What it does, in one line. Leave blank for no description.")] string? Description = null,
    [StringLength(StatusComponentInput.MaxName)] [Description("Group that it is listed in, such as Europe. Leave blank for none.")] string? Group = null,
    [Range(0, StatusComponentInput.MaxPosition)]
    [Description("Place in the list, smallest first. Components at the same place are sorted by name.")]
        int Position = 0,
    [OptionsFrom(StatusProbeSource.Key)]
    [Description("Probe whose state sets the status and the uptime. Leave blank to set the status by hand only.")]
        string? Probe = null
)
{
    internal const int MaxName = 100,
        MaxDescription = 300,
        MaxPosition = 10_000;

    internal string CleanName => Name.Trim();

    internal string? CleanDescription => Description.TrimToNull();

    internal string? CleanGroup => Group.TrimToNull();

    internal string? CleanProbe => Probe.TrimToNull();

    /// <param name="isKnownProbe">Whether the probe exists, or none is chosen.</param>
    /// <returns>Why it can't be saved; null if it can.</returns>
    internal Refusal? FindProblem(bool isKnownProbe) =>
        CleanName.Length is 0 or > MaxName || CleanName.Any(char.IsControl) ? new("bad_name", $"Enter a name of one line with at most {MaxName} characters.")
        : CleanDescription is { } text && (text.Length > MaxDescription || text.Any(char.IsControl))
            ? new("bad_description", $"Enter a description of one line with at most {MaxDescription} characters.")
        : CleanGroup is { } group && (group.Length > MaxName || group.Any(char.IsControl))
            ? new("bad_group", $"Enter a group of one line with at most {MaxName} characters.")
        : Position is < 0 or > MaxPosition ? new("bad_position", $"The position must be from 0 to {MaxPosition}.")
        : isKnownProbe ? null
        : new("unknown_probe", $"The probe does not exist.");

    internal bool IsSame(StatusComponent now) =>
        (CleanName, CleanDescription, CleanGroup, Position, CleanProbe) == (now.Name, now.Description, now.GroupName, now.Position, now.ProbeId);
}
